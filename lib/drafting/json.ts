import type { z } from "zod";

/** A draft is any JSON: half-finished edits have to have a place. */
export type Json = z.core.util.JSONType;
export type JsonObject = { readonly [key: string]: Json };
export type Path = readonly (string | number)[];

export const isObject = (value: Json | undefined): value is JsonObject =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** An object's own member: a key such as `constructor` is data here, never something inherited. */
const own = (value: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(value, key) ? value[key] : undefined;

/** What stands at a path; undefined where nothing does. */
export function readAt(value: Json | undefined, path: Path): Json | undefined {
  let current = value;
  for (const step of path) {
    if (Array.isArray(current)) current = typeof step === "number" ? current[step] : undefined;
    else if (isObject(current)) current = own(current, String(step));
    else return undefined;
  }
  return current;
}

function withStep(value: Json | undefined, step: string | number, next: Json | undefined): Json {
  if (typeof step === "number") {
    const list = Array.isArray(value) ? value : [];
    if (next === undefined) return list.filter((_, index) => index !== step);
    return step < list.length ? list.map((one, index) => (index === step ? next : one)) : [...list, next];
  }
  const object = isObject(value) ? value : {};
  if (next !== undefined) return { ...object, [step]: next };
  const { [step]: _gone, ...rest } = object;
  return rest;
}

/**
 * A copy with something else at a path; undefined takes out what stands there. All beside the path is shared with the
 * original, missing objects and lists on the way are made.
 */
export function writeAt(value: Json | undefined, path: Path, next: Json | undefined): Json {
  const [step, ...rest] = path;
  if (step === undefined) return next ?? {};
  const inner = readAt(value, [step]);
  if (rest.length === 0) {
    if (inner === next) return value ?? {};
    return withStep(value, step, next);
  }
  if (inner === undefined && next === undefined) return value ?? {};
  const written = writeAt(inner ?? (typeof rest[0] === "number" ? [] : {}), rest, next);
  return written === inner ? (value ?? {}) : withStep(value, step, written);
}

const isEmpty = (value: Json | undefined): boolean =>
  Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;

/** A copy without what stands at a path, nor what is left empty around it, as far as the first `keep` steps of the path. */
export function withoutAt(value: Json, path: Path, keep: number): Json {
  let next = writeAt(value, path, undefined);
  for (let length = path.length - 1; length > keep; length--) {
    const around = path.slice(0, length);
    if (!isEmpty(readAt(next, around))) break;
    next = writeAt(next, around, undefined);
  }
  return next;
}

/** A copy with one more item in the list at a path, before the item that has this index now; at the end by default. */
export function insertAt(value: Json, path: Path, item: Json, index?: number): Json {
  const found = readAt(value, path);
  const list = Array.isArray(found) ? found : [];
  return writeAt(value, path, list.toSpliced(index ?? list.length, 0, item));
}

/** A copy in which the item of a list stands at another place. */
export function moveAt(value: Json, path: Path, from: number, to: number): Json {
  const list = readAt(value, path);
  if (!Array.isArray(list) || from === to || list[from] === undefined) return value;
  return writeAt(value, path, list.toSpliced(from, 1).toSpliced(to, 0, list[from]));
}

/** Whether two values are the same JSON; the order of an object's keys says nothing. */
export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((one, index) => isSame(one, b[index]))
    );
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
  );
}

/** The new value made of the parts of the old one where they are the same, so that what is drawn of them need not be drawn again. */
export function shared(old: Json | undefined, next: Json): Json {
  if (old === next) return next;
  if (Array.isArray(next)) {
    if (!Array.isArray(old)) return next;
    const list = next.map((one, index) => shared(counterpart(old, one, index), one));
    return list.length === old.length && list.every((one, index) => one === old[index]) ? old : list;
  }
  if (!isObject(next) || !isObject(old)) return next;
  const entries = Object.entries(next).map(([key, one]) => [key, shared(own(old, key), one)] as const);
  const oldKeys = Object.keys(old);
  const isUnchanged =
    oldKeys.length === entries.length &&
    entries.every(([key, one], index) => oldKeys[index] === key && old[key] === one);
  return isUnchanged ? old : Object.fromEntries(entries);
}

/** The item that an item was before: of the same name where it has one, else of the same place. */
function counterpart(old: readonly Json[], item: Json, index: number): Json | undefined {
  const name = isObject(item) ? own(item, "name") : undefined;
  const atPlace = old[index];
  if (name === undefined || (isObject(atPlace) && own(atPlace, "name") === name)) return atPlace;
  return old.find((one) => isObject(one) && own(one, "name") === name) ?? atPlace;
}
