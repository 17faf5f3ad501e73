"use client";

import {
  IconArrowDown,
  IconArrowUp,
  IconChevronDown,
  IconChevronRight,
  IconCopy,
  IconDots,
  IconEye,
  IconGripVertical,
  IconRowInsertBottom,
  IconRowInsertTop,
  IconTrash,
} from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { KeyboardEvent, ReactNode } from "react";
import type { DraftRule, StepsAt } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import type { RuleKind } from "#lib/metadata";
import { Menu } from "../../ui/menu.tsx";
import { useEditor } from "../store/editor-context.tsx";
import { paramsLine } from "./params-line.ts";
import { startsWith } from "./rule-errors.ts";
import { RuleForm } from "./rule-form.tsx";
import { findRule } from "./rule-kinds.ts";
import classes from "./rules.module.css";

export interface StepActions {
  readonly move: (to: number) => void;
  readonly remove: () => void;
  readonly duplicate: () => void;
  /** Asks for a rule to put before the step that has this index now. */
  readonly insert: (place: number) => void;
  readonly seeData?: (() => void) | undefined;
  readonly drag: () => void;
  readonly dragEnd: () => void;
  readonly drop: () => void;
}

/** One step: its line says what it does; opened, its form. Alt and arrows move it, Delete takes it out. */
export function StepItem({
  kind,
  step,
  index,
  count,
  at,
  isOpen,
  toggle,
  actions,
  extra,
}: {
  kind: RuleKind;
  step: DraftRule;
  index: number;
  count: number;
  at: StepsAt;
  isOpen: boolean;
  toggle: () => void;
  actions: StepActions;
  extra?: ReactNode;
}) {
  const t = useTranslations("editor.inspect");
  const common = useTranslations("editor");
  const locale = useLocale() as Locale;
  const { mayEdit, diagnostics } = useEditor();
  const path = [...at.path, index];
  const problems = diagnostics.filter((one) => startsWith(one.path, path)).length;
  const title = findRule(kind, step.rule)?.docs.title[locale] ?? (step.rule || "–");
  const line = paramsLine(step.with);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!mayEdit) return;
    const to = { ArrowUp: index - 1, ArrowDown: index + 1 }[event.code];
    if (event.altKey && to !== undefined) {
      event.preventDefault();
      actions.move(to);
    } else if (event.code === "Delete") {
      event.preventDefault();
      actions.remove();
    }
  };
  const items = [
    {
      id: "above",
      text: t("insertAbove"),
      icon: <IconRowInsertTop size={15} />,
      choose: () => actions.insert(index),
    },
    {
      id: "below",
      text: t("insertBelow"),
      icon: <IconRowInsertBottom size={15} />,
      choose: () => actions.insert(index + 1),
    },
    {
      id: "up",
      text: t("moveUp"),
      icon: <IconArrowUp size={15} />,
      isDisabled: index === 0,
      choose: () => actions.move(index - 1),
    },
    {
      id: "down",
      text: t("moveDown"),
      icon: <IconArrowDown size={15} />,
      isDisabled: index === count - 1,
      choose: () => actions.move(index + 1),
    },
    { id: "copy", text: t("duplicate"), icon: <IconCopy size={15} />, choose: actions.duplicate },
    { id: "remove", text: t("remove"), icon: <IconTrash size={15} />, choose: actions.remove },
  ];
  const see = actions.seeData
    ? [{ id: "see", text: t("seeData"), icon: <IconEye size={15} />, choose: actions.seeData }]
    : [];
  return (
    <li
      className={classes.step}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        actions.drop();
      }}
    >
      <div className={classes.stepHead}>
        {mayEdit ? (
          <span
            className={classes.grip}
            draggable
            onDragStart={actions.drag}
            onDragEnd={actions.dragEnd}
            title={t("dragStep")}
            aria-hidden
          >
            <IconGripVertical size={14} />
          </span>
        ) : null}
        <button
          type="button"
          data-step={index}
          data-path={path.join("/")}
          className={classes.stepButton}
          aria-expanded={isOpen}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
          onClick={toggle}
          onKeyDown={onKeyDown}
        >
          {isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
          <span className={classes.stepNumber}>{index + 1}</span>
          <span className={classes.stepTitle}>{title}</span>
          {line && !isOpen ? <span className={classes.params}>{line}</span> : null}
          {problems > 0 ? (
            <span className={classes.problems} title={common("problemCount", { count: problems })}>
              {problems}
            </span>
          ) : null}
        </button>
        {mayEdit || see.length > 0 ? (
          <Menu
            label={t("stepActions", { rule: title })}
            picture={<IconDots size={16} />}
            size={26}
            items={[...see, ...(mayEdit ? items : [])]}
          />
        ) : null}
      </div>
      {isOpen ? (
        <div className={classes.stepBody}>
          <RuleForm kind={kind} use={step.json} path={path} where={at.where} />
          {extra}
        </div>
      ) : null}
    </li>
  );
}
