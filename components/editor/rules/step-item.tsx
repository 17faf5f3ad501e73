"use client";

import { IconChevronDown, IconChevronRight, IconDots, IconGripVertical } from "@tabler/icons-react";
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
import { type StepActions, stepMenu } from "./step-menu.tsx";
import { StepName } from "./step-name.tsx";

/** One step: its line says what it does; opened, its form. Alt and arrows move it, F2 names it, Delete takes it out. */
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
  const ruleTitle = findRule(kind, step.rule)?.docs.title[locale] ?? (step.rule || "–");
  const ownTitle = typeof step.json.title === "string" ? step.json.title : "";
  const title = ownTitle || ruleTitle;
  const isDisabled = step.json.disabled === true;
  const items = stepMenu(t, { index, count, isDisabled, mayEdit, actions });
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
    } else if (event.code === "F2") {
      event.preventDefault();
      actions.name();
    }
  };
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
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown F2 Delete"
          onClick={toggle}
          onKeyDown={onKeyDown}
        >
          {isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
          <span className={classes.stepNumber}>{index + 1}</span>
          <span className={classes.stepTitle} data-disabled={isDisabled || undefined}>
            {title}
          </span>
          {isDisabled ? <span className={classes.off}>{t("stepOff")}</span> : null}
          {ownTitle && !isOpen ? <span className={classes.params}>{ruleTitle}</span> : null}
          {line && !isOpen && !ownTitle ? <span className={classes.params}>{line}</span> : null}
          {problems > 0 ? (
            <span className={classes.problems} title={common("problemCount", { count: problems })}>
              {problems}
            </span>
          ) : null}
        </button>
        {items.length > 0 ? (
          <Menu
            label={t("stepActions", { rule: title })}
            picture={<IconDots size={16} />}
            size={26}
            items={items}
          />
        ) : null}
      </div>
      {isOpen ? (
        <div className={classes.stepBody}>
          <StepName step={step.json} index={index} at={at} rule={ruleTitle} />
          <RuleForm kind={kind} use={step.json} path={path} where={at.where} />
          {extra}
        </div>
      ) : null}
    </li>
  );
}
