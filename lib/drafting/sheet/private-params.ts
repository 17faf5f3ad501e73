import { findAnonymizer } from "#lib/anonymizers";
import { isObject, type Json, type JsonObject } from "../json.ts";

/** Parameters whose texts may hold values of the data: they stay in the document when rules are written elsewhere. */
const privateOf = (rule: Json | undefined): readonly string[] =>
  (typeof rule === "string" && findAnonymizer(rule)?.privateParams) || [];

/** A rule without those parameters, the rules inside it too. */
export function withoutPrivate(use: JsonObject): JsonObject {
  const given = use.with;
  if (!isObject(given)) return use;
  const hidden = privateOf(use.rule);
  const kept = Object.entries(given).flatMap(([key, value]): [string, Json][] =>
    hidden.includes(key) ? [] : [[key, isObject(value) ? withoutPrivate(value) : value]],
  );
  return { ...use, with: Object.fromEntries(kept) };
}

/** A rule read from elsewhere, with those parameters of the same rule in the document that could not be in it. */
export function withPrivate(read: JsonObject, before: JsonObject | undefined): JsonObject {
  if (!before || before.rule !== read.rule) return read;
  const old = isObject(before.with) ? before.with : {};
  const given = isObject(read.with) ? read.with : {};
  const kept = privateOf(read.rule).flatMap((key): [string, Json][] =>
    old[key] === undefined || key in given ? [] : [[key, old[key]]],
  );
  const inner = Object.entries(given).map(([key, value]): [string, Json] => {
    const was = old[key];
    return [key, isObject(value) && isObject(was) ? withPrivate(value, was) : value];
  });
  const all = [...inner, ...kept];
  return all.length === 0 && read.with === undefined ? read : { ...read, with: Object.fromEntries(all) };
}
