import { parseModuleReference } from "#lib/contracts";
import { isObject, type Json, readAt, writeAt } from "../json.ts";
import { readDraft } from "../read-draft.ts";
import type { Edit } from "./edit.ts";
import { withTableRenamed } from "./renaming.ts";

/** A name that none of those taken has, whatever their case. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const isTaken = (name: string) => taken.some((one) => one.toLowerCase() === name.toLowerCase());
  let name = wanted;
  for (let number = 2; isTaken(name); number++) name = `${wanted}_${number}`;
  return name;
}

/** The source of a draft that stands for one of the workspace; one more where none does. */
function withSource(document: Json, ref: string): { readonly document: Json; readonly source: string } {
  const { sources } = readDraft(document);
  const known = sources.find((one) => one.ref === ref);
  if (known) return { document, source: known.name };
  const taken = new Set(sources.map(({ name }) => name));
  const wanted = parseModuleReference(ref)?.module ?? ref;
  let source = wanted;
  for (let number = 2; taken.has(source); number++) source = `${wanted}-${number}`;
  return {
    document: writeAt(document, ["sources", sources.length], { name: source, ref }),
    source,
  };
}

/**
 * Takes the tables of a proposed document into a draft, with what was proposed of their columns, rules and keys. `ref` is
 * the workspace's source that they were found in. A name that a table has already gets a number.
 */
export function addProposed(proposed: Json, ref: string): Edit {
  const words = readDraft(proposed)
    .tables.map(({ name }) => name)
    .join(", ");
  return {
    label: { en: `Add ${words}`, ru: `Добавить ${words}` },
    apply: (document) => {
      const own = readDraft(document).tables.map(({ name }) => name);
      let renamed = proposed;
      for (const { name } of readDraft(proposed).tables) {
        const others = readDraft(renamed).tables.flatMap((one) => (one.name === name ? [] : [one.name]));
        const free = freeName(name, [...own, ...others]);
        if (free !== name) renamed = withTableRenamed(renamed, name, free);
      }
      const { document: withIt, source } = withSource(document, ref);
      const tables = readDraft(renamed).tables.map(({ json }) =>
        isObject(json.extraction) ? writeAt(json, ["extraction", "source"], source) : json,
      );
      const before = readAt(withIt, ["tables"]);
      const next = writeAt(withIt, ["tables"], [...(Array.isArray(before) ? before : []), ...tables]);
      const person = readAt(renamed, ["person"]);
      return readAt(next, ["person"]) === undefined && own.length === 0
        ? writeAt(next, ["person"], person)
        : next;
    },
  };
}
