import type { Counts } from "./aggregated-classes.ts";
import type { Classes, CodeLists } from "./classes.ts";

/** Some of the classes, in the order of `members`. */
export function subset(classes: Classes, members: Int32Array): Classes {
  const pick = (values: Float64Array): Float64Array =>
    pickInto(new Float64Array(members.length), values, members);
  return {
    count: members.length,
    words: classes.words.map((word) => pickInto(new Int32Array(members.length), word, members)),
    rows: pickInto(
      classes.rows instanceof Uint32Array
        ? new Uint32Array(members.length)
        : new Float64Array(members.length),
      classes.rows,
      members,
    ),
    ...(classes.persons ? { persons: pick(classes.persons) } : {}),
    ...(classes.population ? { population: pick(classes.population) } : {}),
    ...(classes.personLists ? { personLists: pickLists(classes.personLists, members) } : {}),
    sensitive: classes.sensitive.map((lists) => pickLists(lists, members)),
  };
}

function pickInto<T extends Counts | Int32Array>(
  target: T,
  values: Counts | Int32Array,
  members: Int32Array,
): T {
  for (let at = 0; at < members.length; at++) target[at] = values[members[at] ?? 0] ?? 0;
  return target;
}

function pickLists(lists: CodeLists, members: Int32Array): CodeLists {
  const offsets = new Int32Array(members.length + 1);
  for (let at = 0; at < members.length; at++) {
    const member = members[at] ?? 0;
    offsets[at + 1] = (offsets[at] ?? 0) + (lists.offsets[member + 1] ?? 0) - (lists.offsets[member] ?? 0);
  }
  const entries = new Int32Array(offsets[members.length] ?? 0);
  for (let at = 0, to = 0; at < members.length; at++) {
    const member = members[at] ?? 0;
    const end = lists.offsets[member + 1] ?? 0;
    for (let entry = lists.offsets[member] ?? 0; entry < end; entry++) entries[to++] = entry;
  }
  const { values, codes, counts } = lists;
  return {
    values,
    offsets,
    codes: pickInto(new Int32Array(entries.length), codes, entries),
    ...(counts ? { counts: pickInto(new Float64Array(entries.length), counts, entries) } : {}),
  };
}
