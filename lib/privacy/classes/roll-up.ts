import type { ClassColumn } from "./aggregated-classes.ts";
import type { Classes, CodePlace } from "./classes.ts";
import { joinLists } from "./join-lists.ts";
import { KeyTable } from "./key-table.ts";

/** Keys of several columns share an integer up to here. */
const keySpace = 2 ** 31;

/** Groups classes by more general levels. Holds the buffers that all groupings of one search share. */
export class RollUp {
  private readonly table = new KeyTable();
  private readonly columns: readonly ClassColumn[];
  private readonly places: readonly CodePlace[];
  private keys: Int32Array[] = [];
  /** The class that each class of the last roll-up's source went to. */
  ids: Int32Array = new Int32Array();

  constructor(columns: readonly ClassColumn[], places: readonly CodePlace[]) {
    this.columns = columns;
    this.places = places;
  }

  /** The classes at `levels`, of classes at levels that are nowhere higher. */
  at(source: Classes, levels: readonly number[]): Classes {
    const count = this.numberClasses(source, levels);
    const { ids } = this;
    const words = source.words.map(() => new Int32Array(count));
    for (const [at, word] of words.entries()) {
      const from = source.words[at] ?? new Int32Array();
      // Any combination of a class can name it: they all have the same labels.
      for (let each = 0; each < source.count; each++) word[ids[each] ?? 0] = from[each] ?? 0;
    }
    const sum = (values: Float64Array): Float64Array => {
      const sums = new Float64Array(count);
      for (let at = 0; at < source.count; at++) {
        const id = ids[at] ?? 0;
        sums[id] = (sums[id] ?? 0) + (values[at] ?? 0);
      }
      return sums;
    };
    const lists = source.personLists;
    return {
      count,
      words,
      rows: sum(source.rows),
      ...(source.persons ? { persons: sum(source.persons) } : {}),
      ...(source.population ? { population: sum(source.population) } : {}),
      ...(lists ? { personLists: joinLists(lists, ids, source.count, count) } : {}),
      sensitive: source.sensitive.map((each) => joinLists(each, ids, source.count, count)),
    };
  }

  private numberClasses(source: Classes, levels: readonly number[]): number {
    const { count } = source;
    if (this.ids.length < count) {
      this.ids = new Int32Array(count);
      this.keys = [];
    }
    let part = -1;
    let space = keySpace;
    const spaces: number[] = [];
    for (const [at, column] of this.columns.entries()) {
      const level = column.levels[levels[at] ?? 0];
      const place = this.places[at];
      if (!level || !place || level.share.length < 2) continue;
      if (space * level.share.length > keySpace) {
        part++;
        space = 1;
        this.keys[part] ??= new Int32Array(this.ids.length);
        this.keys[part]?.fill(0, 0, count);
      }
      addKeys(this.keys[part] ?? this.ids, source, place, level.labels, space);
      space *= level.share.length;
      spaces[part] = space;
    }
    const [first] = this.keys;
    if (part < 0 || !first) {
      this.ids.fill(0, 0, count);
      return Math.min(1, count);
    }
    let found = this.table.number(first, spaces[0] ?? 1, count, this.ids);
    for (let next = 1; next <= part; next++)
      found = this.table.numberPairs(this.ids, this.keys[next] ?? first, count, this.ids);
    return found;
  }
}

function addKeys(
  keys: Int32Array,
  { words, count }: Classes,
  { word, shift, mask }: CodePlace,
  labels: Int32Array,
  stride: number,
): void {
  const packed = words[word] ?? keys;
  for (let at = 0; at < count; at++) {
    const label = labels[((packed[at] ?? 0) >>> shift) & mask] ?? 0;
    keys[at] = ((keys[at] ?? 0) + Math.imul(label, stride)) | 0;
  }
}
