import type { CodeLists } from "./classes.ts";

/** The lists of classes that were joined: class `ids[i]` gets what class i has; equal codes are counted together. */
export function joinLists(lists: CodeLists, ids: Int32Array, sources: number, count: number): CodeLists {
  const { members, from } = membersOf(ids, sources, count);
  const sums = new Float64Array(lists.values);
  // A code was met in class i when it holds i + 1.
  const met = new Int32Array(lists.values);
  const offsets = new Int32Array(count + 1);
  const codes = new Int32Array(lists.codes.length);
  const counts = lists.counts && new Float64Array(lists.codes.length);
  let end = 0;
  for (let id = 0; id < count; id++) {
    const begin = end;
    for (let at = from[id] ?? 0; at < (from[id + 1] ?? 0); at++) {
      const member = members[at] ?? 0;
      for (let entry = lists.offsets[member] ?? 0; entry < (lists.offsets[member + 1] ?? 0); entry++) {
        const code = lists.codes[entry] ?? 0;
        if (met[code] !== id + 1) {
          met[code] = id + 1;
          sums[code] = 0;
          codes[end++] = code;
        }
        if (counts) sums[code] = (sums[code] ?? 0) + (lists.counts?.[entry] ?? 0);
      }
    }
    offsets[id + 1] = end;
    if (!counts) continue;
    if (end - begin > 1) codes.subarray(begin, end).sort();
    for (let entry = begin; entry < end; entry++) counts[entry] = sums[codes[entry] ?? 0] ?? 0;
  }
  return {
    values: lists.values,
    offsets,
    codes: codes.slice(0, end),
    ...(counts ? { counts: counts.slice(0, end) } : {}),
  };
}

/** The sources of each class: those of class i are `members[from[i]]` up to `members[from[i + 1]]`. */
function membersOf(
  ids: Int32Array,
  sources: number,
  count: number,
): { readonly members: Int32Array; readonly from: Int32Array } {
  const from = new Int32Array(count + 2);
  for (let at = 0; at < sources; at++) {
    const next = (ids[at] ?? 0) + 2;
    from[next] = (from[next] ?? 0) + 1;
  }
  for (let id = 2; id < from.length; id++) from[id] = (from[id] ?? 0) + (from[id - 1] ?? 0);
  const members = new Int32Array(sources);
  for (let at = 0; at < sources; at++) {
    const next = (ids[at] ?? 0) + 1;
    members[from[next] ?? 0] = at;
    from[next] = (from[next] ?? 0) + 1;
  }
  return { members, from };
}
