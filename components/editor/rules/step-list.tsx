"use client";

import { IconPlus } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import {
  type DraftRule,
  disableStep,
  duplicateStep,
  insertStep,
  type JsonObject,
  moveStep,
  removeStep,
  type StepsAt,
} from "#lib/drafting";
import type { RuleKind } from "#lib/metadata";
import { Button } from "../../ui/button.tsx";
import { useEditor } from "../store/editor-context.tsx";
import { RulePicker } from "./rule-picker.tsx";
import classes from "./rules.module.css";
import { StepItem } from "./step-item.tsx";
import { useSurroundings } from "./surroundings.tsx";

/** Rules one after another. Every change is one step of the history and is said aloud. */
export function StepList({
  kind,
  steps,
  at,
  label,
  addLabel,
  extra,
  seeData,
}: {
  kind: RuleKind;
  steps: readonly DraftRule[];
  at: StepsAt;
  label: string;
  addLabel: string;
  /** Under the parameters of a step: what a check does about a violation, say. */
  extra?: (step: JsonObject, index: number) => ReactNode;
  seeData?: () => void;
}) {
  const t = useTranslations("editor.inspect");
  const { edit, mayEdit } = useEditor();
  const { datatype } = useSurroundings();
  const [picking, setPicking] = useState<number>();
  const [open, setOpen] = useState<number>();
  const [dragged, setDragged] = useState<number>();
  const [said, say] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const focus = (index: number) =>
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-step="${index}"]`)?.focus({ preventScroll: false }),
    );
  const add = (rule: string, index: number) => {
    edit(insertStep(at, { rule }, index));
    setOpen(index);
    say(t("stepAdded", { rule, place: index + 1 }));
    focus(index);
  };
  const move = (from: number, to: number) => {
    const step = steps[from];
    if (!step || to < 0 || to >= steps.length || to === from) return;
    edit(moveStep(at, from, to, step.json));
    setOpen((old) => (old === from ? to : undefined));
    say(t("stepMoved", { rule: step.rule, place: to + 1, count: steps.length }));
    focus(to);
  };
  const remove = (index: number) => {
    const step = steps[index];
    if (!step) return;
    edit(removeStep(at, index, step.json));
    setOpen(undefined);
    say(t("stepRemoved", { rule: step.rule }));
    focus(Math.min(index, steps.length - 2));
  };
  const duplicate = (index: number) => {
    const step = steps[index];
    if (!step) return;
    edit(duplicateStep(at, index, step.json));
    setOpen(index + 1);
    say(t("stepAdded", { rule: step.rule, place: index + 2 }));
    focus(index + 1);
  };
  const disable = (index: number, isDisabled: boolean) => {
    const step = steps[index];
    if (!step) return;
    edit(disableStep(at, index, step.json, isDisabled));
    say(t(isDisabled ? "stepDisabled" : "stepEnabled", { rule: step.rule }));
  };
  const name = (index: number) => {
    setOpen(index);
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-step-name="${index}"]`)?.focus(),
    );
  };
  return (
    <div>
      <ol ref={list} className={classes.steps} aria-label={label}>
        {steps.map((step, index) => (
          <StepItem
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity but their place
            key={index}
            kind={kind}
            step={step}
            index={index}
            count={steps.length}
            at={at}
            isOpen={open === index}
            toggle={() => setOpen(open === index ? undefined : index)}
            actions={{
              move: (to) => move(index, to),
              remove: () => remove(index),
              duplicate: () => duplicate(index),
              name: () => name(index),
              disable: (isDisabled) => disable(index, isDisabled),
              insert: (place) => setPicking(place),
              seeData,
              drag: () => setDragged(index),
              dragEnd: () => setDragged(undefined),
              drop: () => {
                if (dragged !== undefined) move(dragged, index);
                setDragged(undefined);
              },
            }}
            extra={extra?.(step.json, index)}
          />
        ))}
      </ol>
      {mayEdit ? (
        <Button
          variant="default"
          size="compact"
          leftSection={<IconPlus size={14} />}
          onClick={() => setPicking(steps.length)}
        >
          {addLabel}
        </Button>
      ) : null}
      <div aria-live="polite" className={classes.said}>
        {said}
      </div>
      <RulePicker
        kind={kind}
        datatype={datatype}
        title={addLabel}
        isOpen={picking !== undefined}
        close={() => setPicking(undefined)}
        choose={(rule) => add(rule, picking ?? steps.length)}
      />
    </div>
  );
}
