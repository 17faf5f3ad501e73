import type { Text } from "#lib/kernel";
import { insertAt, type Json, moveAt, type Path, withoutAt, writeAt } from "../json.ts";

/** One thing that somebody does to a draft, from whichever view. */
export interface Edit {
  readonly label: Text;
  /** Edits of one group right after each other are undone together: keys typed into one field. */
  readonly group?: string | undefined;
  readonly apply: (document: Json) => Json;
}

/** Writes a value at a path; undefined takes out what is there. */
export const set = (path: Path, value: Json | undefined, label: Text, group?: string): Edit => ({
  label,
  group,
  apply: (document) => writeAt(document, path, value),
});

/**
 * As `set`; taking a value out takes out what it leaves empty around it too, as far as the object at the first `keep` steps of
 * the path: an optional part is absent, never an empty object.
 */
export const put = (
  path: Path,
  value: Json | undefined,
  label: Text,
  { keep, group }: { readonly keep: number; readonly group?: string | undefined },
): Edit => ({
  label,
  group,
  apply: (document) =>
    value === undefined ? withoutAt(document, path, keep) : writeAt(document, path, value),
});

/** An item more in a list, before the one that has this index now; at the end by default. */
export const insert = (path: Path, item: Json, label: Text, index?: number): Edit => ({
  label,
  apply: (document) => insertAt(document, path, item, index),
});

export const move = (path: Path, from: number, to: number, label: Text): Edit => ({
  label,
  apply: (document) => moveAt(document, path, from, to),
});

/** Several edits as one. */
export const all = (edits: readonly Edit[], label: Text): Edit => ({
  label,
  apply: (document) => edits.reduce((changed, edit) => edit.apply(changed), document),
});
