import type { ClassColumn } from "./aggregated-classes.ts";
import type { Classes, CodePlace } from "./classes.ts";
import { joinLists } from "./join-lists.ts";
import { KeyTable } from "./key-table.ts";

/** Keys of several columns share an integer up to here. */
const keySpace = 2 ** 31;
/** Classes whose keys are made at once: few enough to stay in the processor's nearest memory. */
const block = 4096;

/** Part of a key: a column's labels, each times `stride`. */
interface KeyColumn {
  readonly place: CodePlace;
  readonly labels: Int32Array;
  readonly stride: number;
}

/** Groups classes by more general levels. Holds the buffers that all groupings of one search share. */
export class RollUp {
  private readonly table = new KeyTable();
  private readonly columns: readonly ClassColumn[];
  private readonly places: readonly CodePlace[];
  private readonly parts: readonly Int32Array[] = [new Int32Array(block), new Int32Array(block)];
  /** The class that each class of the last roll-up's source went to. */
  ids: Int32Array = new Int32Array();
  /** Classes of sources looked at so far: the measure of work. */
  visited = 0;

  constructor(columns: readonly ClassColumn[], places: readonly CodePlace[]) {
    this.columns = columns;
    this.places = places;
  }

  /** The classes at `levels`, of classes at levels that are nowhere higher; undefined where they are more than `most`. */
  at(source: Classes, levels: readonly number[], most: number): Classes | undefined {
    const count = this.numberClasses(source, levels, most);
    if (count > most) return undefined;
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

  private numberClasses(source: Classes, levels: readonly number[], most: number): number {
    const { count } = source;
    if (this.ids.length < count) this.ids = new Int32Array(count);
    const keys: KeyColumn[][] = [];
    const spaces: number[] = [];
    for (const [at, column] of this.columns.entries()) {
      const level = column.levels[levels[at] ?? 0];
      const place = this.places[at];
      if (!level || !place || level.share.length < 2) continue;
      const space = spaces.at(-1) ?? keySpace;
      if (space * level.share.length > keySpace) {
        keys.push([{ place, labels: level.labels, stride: 1 }]);
        spaces.push(level.share.length);
      } else {
        keys.at(-1)?.push({ place, labels: level.labels, stride: space });
        spaces[spaces.length - 1] = space * level.share.length;
      }
    }
    const [first = [], ...more] = keys;
    const space = more.length === 0 ? (spaces[0] ?? 1) : keySpace * keySpace;
    let found = this.number(source, first, more[0], space, more.length > 1 ? count : most);
    for (const [at, next] of more.slice(1).entries())
      found = this.number(source, undefined, next, keySpace * keySpace, at < more.length - 2 ? count : most);
    return found;
  }

  /** Numbers keys of these columns, the first part being the numbers given before where `first` is absent. */
  private number(
    source: Classes,
    first: readonly KeyColumn[] | undefined,
    second: readonly KeyColumn[] | undefined,
    space: number,
    most: number,
  ): number {
    const [firsts = this.ids, seconds = this.ids] = this.parts;
    this.table.begin(space, source.count);
    let found = 0;
    for (let from = 0; from < source.count && found <= most; from += block) {
      const count = Math.min(block, source.count - from);
      this.visited += count;
      if (first) fillKeys(firsts, source, first, from, count);
      else firsts.set(this.ids.subarray(from, from + count));
      if (second) fillKeys(seconds, source, second, from, count);
      found = this.table.add(firsts, second ? seconds : firsts, count, this.ids, from);
    }
    return found;
  }
}

function fillKeys(
  keys: Int32Array,
  source: Classes,
  columns: readonly KeyColumn[],
  from: number,
  count: number,
): void {
  keys.fill(0, 0, count);
  for (const { place, labels, stride } of columns)
    addLabels(keys, source.words[place.word] ?? keys, place, labels, stride, from, count);
}

function addLabels(
  keys: Int32Array,
  word: Int32Array,
  { shift, mask }: CodePlace,
  labels: Int32Array,
  stride: number,
  from: number,
  count: number,
): void {
  for (let at = 0; at < count; at++) {
    const label = labels[((word[from + at] ?? 0) >>> shift) & mask] ?? 0;
    keys[at] = ((keys[at] ?? 0) + Math.imul(label, stride)) | 0;
  }
}
