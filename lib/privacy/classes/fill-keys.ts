import type { Classes } from "./classes.ts";
import type { LabelTable } from "./label-tables.ts";

/** Part of a key: labels, each times `stride`. */
export interface KeyPart {
  readonly table: LabelTable;
  readonly stride: number;
}

/** Makes a key of these parts for each of `count` classes from `from` on. */
export function fillKeys(
  keys: Int32Array,
  source: Classes,
  [a, b, c, ...rest]: readonly KeyPart[],
  from: number,
  count: number,
): void {
  if (!a) {
    keys.fill(0, 0, count);
    return;
  }
  const wordOf = ({ table }: KeyPart): Int32Array => source.words[table.word] ?? keys;
  if (b && c) setLabels(keys, [wordOf(a), wordOf(b), wordOf(c)], [a, b, c], from, count);
  else {
    setOne(keys, wordOf(a), a, from, count);
    if (b) addLabels(keys, wordOf(b), b, from, count);
  }
  for (const part of rest) addLabels(keys, wordOf(part), part, from, count);
}

/** The first part has stride 1. */
function setOne(keys: Int32Array, word: Int32Array, { table }: KeyPart, from: number, count: number): void {
  const { shift, mask, labels } = table;
  for (let at = 0; at < count; at++) keys[at] = labels[((word[from + at] ?? 0) >>> shift) & mask] ?? 0;
}

function addLabels(
  keys: Int32Array,
  word: Int32Array,
  { table, stride }: KeyPart,
  from: number,
  count: number,
): void {
  const { shift, mask, labels } = table;
  for (let at = 0; at < count; at++) {
    const label = labels[((word[from + at] ?? 0) >>> shift) & mask] ?? 0;
    keys[at] = ((keys[at] ?? 0) + Math.imul(label, stride)) | 0;
  }
}

/** Three parts in one go, which most keys have. */
function setLabels(
  keys: Int32Array,
  [first, second, third]: readonly [Int32Array, Int32Array, Int32Array],
  [a, b, c]: readonly [KeyPart, KeyPart, KeyPart],
  from: number,
  count: number,
): void {
  const { shift: shiftA, mask: maskA, labels: labelsA } = a.table;
  const { shift: shiftB, mask: maskB, labels: labelsB } = b.table;
  const { shift: shiftC, mask: maskC, labels: labelsC } = c.table;
  for (let at = from; at < from + count; at++) {
    const labelA = labelsA[((first[at] ?? 0) >>> shiftA) & maskA] ?? 0;
    const labelB = labelsB[((second[at] ?? 0) >>> shiftB) & maskB] ?? 0;
    const labelC = labelsC[((third[at] ?? 0) >>> shiftC) & maskC] ?? 0;
    keys[at - from] = (labelA + Math.imul(labelB, b.stride) + Math.imul(labelC, c.stride)) | 0;
  }
}
