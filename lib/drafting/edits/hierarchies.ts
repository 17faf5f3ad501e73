import { isObject, type Json, type JsonObject, readAt, writeAt } from "../json.ts";
import type { Edit } from "./edit.ts";

/** Every rule that takes a hierarchy calls it by this word, in whatever depth. */
function renamed(value: Json, from: string, to: string): Json {
  if (Array.isArray(value)) {
    const next = value.map((one) => renamed(one, from, to));
    return next.every((one, at) => one === value[at]) ? value : next;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, child]): [string, Json] => {
    if (key !== "hierarchy") return [key, renamed(child, from, to)];
    if (child === from) return [key, to];
    return [key, isObject(child) && child.name === from ? { ...child, name: to } : renamed(child, from, to)];
  });
  return entries.every(([key, child]) => child === value[key]) ? value : Object.fromEntries(entries);
}

/** A hierarchy's new name, in the columns and rules that use it too. */
export function renameHierarchy(index: number, to: string): Edit {
  return {
    label: { en: `Rename a hierarchy to ${to}`, ru: `Переименовать иерархию в ${to}` },
    apply: (document) => {
      const path = ["hierarchies", index, "name"];
      const from = readAt(document, path);
      if (typeof from !== "string") return document;
      const named = writeAt(document, path, to);
      return ["tables", "patterns"].reduce((next: Json, key) => {
        const part = readAt(next, [key]);
        return part === undefined ? next : writeAt(next, [key], renamed(part, from, to));
      }, named);
    },
  };
}

/** How a hierarchy is made, with its parameters; its name stays. */
export const setHierarchy = (index: number, use: JsonObject, name: string): Edit => ({
  label: { en: `Hierarchy ${name}`, ru: `Иерархия ${name}` },
  group: `hierarchy ${index}`,
  apply: (document) =>
    readAt(document, ["hierarchies", index]) === undefined
      ? document
      : writeAt(document, ["hierarchies", index], { name, ...use }),
});

export const removeHierarchy = (index: number, name: string): Edit => ({
  label: { en: `Remove hierarchy ${name}`, ru: `Удалить иерархию ${name}` },
  apply: (document) => {
    const rest = writeAt(document, ["hierarchies", index], undefined);
    const left = readAt(rest, ["hierarchies"]);
    return Array.isArray(left) && left.length === 0 ? writeAt(rest, ["hierarchies"], undefined) : rest;
  },
});
