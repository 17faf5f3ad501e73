import type { Classes, CodeLists } from "./classes.ts";

/** Some of the classes, in the order of `members`. */
export function subset(classes: Classes, members: Int32Array): Classes {
  const pick = (values: Float64Array): Float64Array => pickInto(new Float64Array(members.length), values, members);
  return {
    count: members.length,
    words: classes.words.map((word) => pickInto(new Int32Array(members.length), word, members)),
    rows: pick(classes.rows),
    ...(classes.persons ? { persons: pick(classes.persons) } : {}),
    ...(classes.population ? { population: pick(classes.population) } : {}),
    ...(classes.personLists ? { personLists: pickLists(classes.personLists, members) } : {}),
    sensitive: classes.sensitive.map((lists) => pickLists(lists, members)),
  };
}

function pickInto<T extends Float64Array | Int32Array>(target: T, values: T, members: Int32Array): T {
  for (let at = 0; at < members.length; at++) target[at] = values[members[at] ?? 0] ?? 0;
  return target;
}

function pickLists(lists: CodeLists, members: Int32Array): CodeLists {
  const offsets = new Int32Array(members.length + 1);
  for (const [at, member] of members.entries())
    offsets[at + 1] = (offsets[at] ?? 0) + (lists.offsets[member + 1] ?? 0) - (lists.offsets[member] ?? 0);
  const codes = new Int32Array(offsets[members.length] ?? 0);
  const counts = lists.counts && new Float64Array(codes.length);
  for (const [at, member] of members.entries()) {
    const from = lists.offsets[member] ?? 0;
    const to = lists.offsets[member + 1] ?? 0;
    codes.set(lists.codes.subarray(from, to), offsets[at] ?? 0);
    if (counts && lists.counts) counts.set(lists.counts.subarray(from, to), offsets[at] ?? 0);
  }
  return { values: lists.values, offsets, codes, ...(counts ? { counts } : {}) };
}
