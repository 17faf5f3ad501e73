import type { Json, JsonObject } from "../json.ts";
import { insertAt, isObject, moveAt, readAt, writeAt } from "../json.ts";
import type { Edit } from "./edit.ts";

/** Pattern rules of a document: the first one that a column's name fits counts, so their order says something. */

const words = (pattern: Json | undefined): string =>
  isObject(pattern) && typeof pattern.match === "string" ? pattern.match : "";

export const addPattern = (pattern: JsonObject): Edit => ({
  label: { en: `Pattern ${words(pattern)}`, ru: `Шаблон ${words(pattern)}` },
  apply: (document) => insertAt(document, ["patterns"], pattern),
});

export const changePattern = (index: number, pattern: JsonObject): Edit => ({
  label: { en: `Change pattern ${words(pattern)}`, ru: `Изменить шаблон ${words(pattern)}` },
  group: `pattern ${index}`,
  apply: (document) =>
    readAt(document, ["patterns", index]) === undefined
      ? document
      : writeAt(document, ["patterns", index], pattern),
});

/** Takes a pattern out; a document without patterns has no list of them. */
export const removePattern = (index: number): Edit => ({
  label: { en: `Remove pattern ${index + 1}`, ru: `Удалить шаблон ${index + 1}` },
  apply: (document) => {
    const rest = writeAt(document, ["patterns", index], undefined);
    const left = readAt(rest, ["patterns"]);
    return Array.isArray(left) && left.length === 0 ? writeAt(rest, ["patterns"], undefined) : rest;
  },
});

export const movePattern = (from: number, to: number): Edit => ({
  label: { en: `Move pattern ${from + 1} to ${to + 1}`, ru: `Переместить шаблон ${from + 1} на ${to + 1}` },
  apply: (document) => moveAt(document, ["patterns"], from, to),
});
