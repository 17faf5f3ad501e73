import type { ClassColumn } from "./aggregated-classes.ts";
import type { CodePlace } from "./code-places.ts";

/** Columns whose codes lie side by side are looked up together: so many bits make a table that stays near the processor. */
const tableBits = 12;
/** Labels of columns that are looked up together, and of their unused ones. */
const mostTogether = 2 ** 20;
/** Tables that are kept, of one group of columns: most groups have fewer choices of levels. */
const mostTables = 128;

/** The labels of some columns at one choice of levels, by their codes. */
export interface LabelTable {
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
  readonly labels: Int32Array;
  /** Labels are below it. */
  readonly space: number;
}

interface Group extends CodePlace {
  readonly columns: readonly { readonly at: number; readonly shift: number; readonly mask: number }[];
  readonly made: Map<string, LabelTable>;
}

/** Looks labels up for several columns at once, so that a class costs a few lookups and not one for each column. */
export class LabelTables {
  private readonly columns: readonly ClassColumn[];
  private readonly groups: readonly Group[];

  constructor(columns: readonly ClassColumn[], places: readonly CodePlace[]) {
    this.columns = columns;
    this.groups = groupsOf(columns, places);
  }

  /** One table a group of columns; none where all its columns say nothing at these levels. */
  at(levels: readonly number[]): LabelTable[] {
    const tables: LabelTable[] = [];
    for (const group of this.groups) {
      const key = group.columns.map(({ at }) => levels[at]).join();
      let table = group.made.get(key);
      if (!table) {
        table = this.make(group, levels);
        if (group.made.size >= mostTables) group.made.clear();
        group.made.set(key, table);
      }
      if (table.space > 1) tables.push(table);
    }
    return tables;
  }

  private make({ word, shift, mask, columns }: Group, levels: readonly number[]): LabelTable {
    const own = columns.map(({ at }) => this.columns[at]?.levels[levels[at] ?? 0]);
    const [first] = own;
    // A single column's labels are the table.
    if (own.length === 1 && first)
      return { word, shift, mask, labels: first.labels, space: first.share.length };
    const labels = new Int32Array(mask + 1);
    let space = 1;
    for (const [each, level] of own.entries()) {
      const place = columns[each];
      if (!level || !place || level.share.length < 2) continue;
      for (let code = 0; code < labels.length; code++) {
        const label = level.labels[(code >>> place.shift) & place.mask] ?? 0;
        labels[code] = (labels[code] ?? 0) + label * space;
      }
      space *= level.share.length;
    }
    return { word, shift, mask, labels, space };
  }
}

/** Neighbours in a word, as long as their table is small. */
function groupsOf(columns: readonly ClassColumn[], places: readonly CodePlace[]): readonly Group[] {
  const groups: Group[] = [];
  const order = [...places.keys()].sort(
    (a, b) =>
      (places[a]?.word ?? 0) - (places[b]?.word ?? 0) || (places[a]?.shift ?? 0) - (places[b]?.shift ?? 0),
  );
  let space = 1;
  for (const at of order) {
    const { word = 0, shift = 0, mask = 0 } = places[at] ?? {};
    const own = (columns[at]?.levels ?? []).reduce((most, { share }) => Math.max(most, share.length), 1);
    const last = groups.at(-1);
    const joined = last?.word === word ? ((mask + 1) << (shift - last.shift)) - 1 : -1;
    if (last && joined > 0 && joined < 2 ** tableBits && space * own <= mostTogether) {
      space *= own;
      groups[groups.length - 1] = {
        ...last,
        mask: joined,
        columns: [...last.columns, { at, shift: shift - last.shift, mask }],
      };
    } else {
      space = own;
      groups.push({ word, shift, mask, columns: [{ at, shift: 0, mask }], made: new Map() });
    }
  }
  return groups;
}
