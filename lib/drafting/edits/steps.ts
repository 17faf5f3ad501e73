import type { Text } from "#lib/kernel";
import {
  insertAt,
  isObject,
  type Json,
  type JsonObject,
  moveAt,
  type Path,
  readAt,
  withoutAt,
  writeAt,
} from "../json.ts";
import type { Edit } from "./edit.ts";

/** Steps of a list of rules: a column's normalizers or checks, a table's checks. `where` names its owner, `customers.email`. */
export interface StepsAt {
  readonly path: Path;
  readonly where: string;
}

const nameOf = (step: Json | undefined): string => String((isObject(step) && step.rule) || "–");

const labelled = (en: string, ru: string): Text => ({ en, ru });

/** Adds a step before the one that has this index now; at the end by default. */
export const insertStep = ({ path, where }: StepsAt, step: JsonObject, index?: number): Edit => ({
  label: labelled(`Add ${nameOf(step)} to ${where}`, `Добавить ${nameOf(step)} в ${where}`),
  apply: (document) => insertAt(document, path, step, index),
});

const stepOf = (document: Json, path: Path, index: number) => readAt(document, [...path, index]);

export const duplicateStep = ({ path, where }: StepsAt, index: number, step: JsonObject): Edit => ({
  label: labelled(`Duplicate ${nameOf(step)} of ${where}`, `Повторить ${nameOf(step)} в ${where}`),
  apply: (document) => {
    const found = stepOf(document, path, index);
    return found === undefined ? document : insertAt(document, path, found, index + 1);
  },
});

/** Takes a step out; a list without steps is absent. */
export const removeStep = ({ path, where }: StepsAt, index: number, step: JsonObject): Edit => ({
  label: labelled(`Remove ${nameOf(step)} from ${where}`, `Убрать ${nameOf(step)} из ${where}`),
  apply: (document) =>
    stepOf(document, path, index) === undefined
      ? document
      : withoutAt(document, [...path, index], path.length - 1),
});

export const moveStep = ({ path, where }: StepsAt, from: number, to: number, step: JsonObject): Edit => ({
  label: labelled(`Move ${nameOf(step)} in ${where}`, `Передвинуть ${nameOf(step)} в ${where}`),
  apply: (document) => moveAt(document, path, from, to),
});

/** Says what a step is for, where its rule says too little; an empty name is none. Keys typed one after another are one edit. */
export const nameStep = ({ path, where }: StepsAt, index: number, step: JsonObject, title: string): Edit => ({
  label: labelled(`Name ${nameOf(step)} of ${where}`, `Назвать ${nameOf(step)} в ${where}`),
  group: `name ${[...path, index].join("/")}`,
  apply: (document) =>
    stepOf(document, path, index) === undefined
      ? document
      : writeAt(document, [...path, index, "title"], title === "" ? undefined : title),
});

/** Lets a step stay in its place and do nothing, or do its work again. */
export const disableStep = (
  { path, where }: StepsAt,
  index: number,
  step: JsonObject,
  isDisabled: boolean,
): Edit => ({
  label: isDisabled
    ? labelled(`Disable ${nameOf(step)} of ${where}`, `Выключить ${nameOf(step)} в ${where}`)
    : labelled(`Enable ${nameOf(step)} of ${where}`, `Включить ${nameOf(step)} в ${where}`),
  apply: (document) =>
    stepOf(document, path, index) === undefined
      ? document
      : writeAt(document, [...path, index, "disabled"], isDisabled || undefined),
});
