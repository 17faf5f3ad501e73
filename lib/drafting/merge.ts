import { insertAt, isObject, isSame, type Json, type JsonObject, type Path, writeAt } from "./json.ts";

/** A place that two people changed differently. Absent: they took out what stood there. */
export interface Conflict {
  readonly path: Path;
  readonly base?: Json | undefined;
  readonly mine?: Json | undefined;
  readonly theirs?: Json | undefined;
}

export const resolutions = ["mine", "theirs", "both"] as const;
export type Resolution = (typeof resolutions)[number];

export interface Merged {
  /** With mine where both changed the same place. */
  readonly document: Json;
  readonly conflicts: readonly Conflict[];
}

type Part = Json | undefined;
type Conflicts = Conflict[];

/**
 * Three-way merge of two documents made from one: what only one side changed is taken over, what both changed differently is a
 * conflict. Tables, columns and the like are known by their names, other lists by their items.
 */
export function merge(base: Json, mine: Json, theirs: Json): Merged {
  const conflicts: Conflicts = [];
  const document = mergePart(base, mine, theirs, [], conflicts);
  return { document: document ?? {}, conflicts };
}

function mergePart(base: Part, mine: Part, theirs: Part, path: Path, conflicts: Conflicts): Part {
  if (isSame(base, theirs) || isSame(mine, theirs)) return mine;
  if (isSame(base, mine)) return theirs;
  if (isObject(mine) && isObject(theirs))
    return mergeObjects(isObject(base) ? base : {}, mine, theirs, path, conflicts);
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    const lists = [Array.isArray(base) ? base : [], mine, theirs] as const;
    const merged = lists.every(isKeyed) ? mergeKeyed(...lists, path, conflicts) : mergeSequences(...lists);
    if (merged) return merged;
  }
  conflicts.push({ path, base, mine, theirs });
  return mine;
}

function mergeObjects(
  base: JsonObject,
  mine: JsonObject,
  theirs: JsonObject,
  path: Path,
  conflicts: Conflicts,
) {
  const keys = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
  const part = (of: JsonObject, key: string) => (Object.hasOwn(of, key) ? of[key] : undefined);
  const entries = [...keys].flatMap((key): [string, Json][] => {
    const merged = mergePart(part(base, key), part(mine, key), part(theirs, key), [...path, key], conflicts);
    return merged === undefined ? [] : [[key, merged]];
  });
  return Object.fromEntries(entries);
}

/** By what an item of a list is known. */
export function keyOf(item: Json): string | undefined {
  if (!isObject(item)) return undefined;
  for (const key of ["name", "match"])
    if (Object.hasOwn(item, key) && typeof item[key] === "string") return `${key}:${item[key]}`;
  if (!Object.hasOwn(item, "references")) return undefined;
  return JSON.stringify(["reference", item.columns, item.references, item.when]);
}

function isKeyed(list: readonly Json[]): boolean {
  const keys = list.map(keyOf);
  return keys.every((key) => key !== undefined) && new Set(keys).size === keys.length;
}

const byKey = (list: readonly Json[]) => new Map(list.map((one) => [keyOf(one) ?? "", one]));

function mergeKeyed(
  base: readonly Json[],
  mine: readonly Json[],
  theirs: readonly Json[],
  path: Path,
  conflicts: Conflicts,
): Json[] {
  const [bases, mines, others] = [byKey(base), byKey(mine), byKey(theirs)];
  const order = mergedOrder([...bases.keys()], [...mines.keys()], [...others.keys()]);
  const merged: Json[] = [];
  for (const key of order) {
    const sides = [bases.get(key), mines.get(key), others.get(key)] as const;
    const found: Conflicts = [];
    const one = mergePart(...sides, [], found);
    // A conflict's place is where the item stands in the merged list; one that was taken out goes back there.
    conflicts.push(
      ...found.map((conflict) => ({ ...conflict, path: [...path, merged.length, ...conflict.path] })),
    );
    if (one !== undefined) merged.push(one);
  }
  return merged;
}

/** The order of who moved something, mine where both did; what the other added stands behind what it stood behind there. */
function mergedOrder(base: string[], mine: string[], theirs: string[]): readonly string[] {
  const common = (keys: string[], of: string[]) => keys.filter((key) => of.includes(key));
  const isMoved = JSON.stringify(common(mine, base)) !== JSON.stringify(common(base, mine));
  const [first, second] = isMoved ? [mine, theirs] : [theirs, mine];
  const order = [...first];
  second.forEach((key, index) => {
    if (order.includes(key)) return;
    const before = second.slice(0, index).findLast((one) => order.includes(one));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, key);
  });
  return order;
}

/** Lists without names, such as steps: what each side added and took out, as long as neither replaced what the other did. */
function mergeSequences(
  base: readonly Json[],
  mine: readonly Json[],
  theirs: readonly Json[],
): Json[] | undefined {
  const has = (list: readonly Json[], one: Json) => list.some((other) => isSame(other, one));
  const keptInOrder = (list: readonly Json[]) => {
    const kept = base.filter((one) => has(list, one));
    const there = list.filter((one) => has(base, one));
    return kept.length === there.length && kept.every((one, index) => isSame(one, there[index]));
  };
  const added = (list: readonly Json[]) => list.filter((one) => !has(base, one));
  const removed = (list: readonly Json[]) => base.filter((one) => !has(list, one));
  const isReplaced = (list: readonly Json[]) => added(list).length > 0 && removed(list).length > 0;
  if (!keptInOrder(mine) || !keptInOrder(theirs) || isReplaced(mine) || isReplaced(theirs)) return undefined;
  const merged = mine.filter((one) => !has(removed(theirs), one));
  theirs.forEach((one, index) => {
    if (has(merged, one) || has(base, one)) return;
    const before = theirs.slice(0, index).findLast((other) => has(merged, other));
    const place = before === undefined ? 0 : merged.findLastIndex((other) => isSame(other, before)) + 1;
    merged.splice(place, 0, one);
  });
  return merged;
}

/** Whether both sides of a conflict can be kept: lists one after the other, objects with what each has. */
export const mayKeepBoth = ({ mine, theirs }: Conflict): boolean =>
  (Array.isArray(mine) && Array.isArray(theirs)) || (isObject(mine) && isObject(theirs));

function both({ mine, theirs }: Conflict): Part {
  if (Array.isArray(mine) && Array.isArray(theirs))
    return [...mine, ...theirs.filter((one) => !mine.some((other) => isSame(one, other)))];
  if (isObject(mine) && isObject(theirs)) return { ...theirs, ...mine };
  return mine;
}

/** The merged document with each conflict decided, in the order of the conflicts. */
export function resolve({ document, conflicts }: Merged, decided: readonly Resolution[]): Json {
  const parts = conflicts.map((conflict, index): [Conflict, Part] => {
    const choice = decided[index] ?? "mine";
    return [
      conflict,
      choice === "theirs" ? conflict.theirs : choice === "both" ? both(conflict) : conflict.mine,
    ];
  });
  // Backwards, so that an item which goes or comes back shifts none whose turn is still to come.
  return parts.toReversed().reduce((merged: Json, [{ path, mine }, part]) => {
    if (isSame(mine, part)) return merged;
    const last = path.at(-1);
    if (mine !== undefined || typeof last !== "number") return writeAt(merged, path, part);
    return part === undefined ? merged : insertAt(merged, path.slice(0, -1), part, last);
  }, document);
}
