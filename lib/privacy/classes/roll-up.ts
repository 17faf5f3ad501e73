import type { ClassColumn, Counts } from "./aggregated-classes.ts";
import type { Classes } from "./classes.ts";
import type { CodePlace } from "./code-places.ts";
import { fillKeys, type KeyPart } from "./fill-keys.ts";
import { joinLists } from "./join-lists.ts";
import { KeyTable } from "./key-table.ts";
import { LabelTables } from "./label-tables.ts";
import { Runs, sortedStill } from "./runs.ts";

/** Keys of several columns share an integer up to here. */
const keySpace = 2 ** 31;
/** Classes whose keys are made at once: few enough to stay in the processor's nearest memory. */
const block = 4096;

/** A guess at how many classes there will be is made of this share of the source; it may be wrong so many times. */
const guessed = 1 / 16;
const unlikely = 2;

/** Ends a grouping: more classes than `most`, or more than `short` rows in classes of fewer than `smallest` rows. */
export interface Bar {
  readonly most: number;
  /** Whether to end as soon as so many classes are to be expected. */
  readonly guess?: boolean;
  readonly smallest?: number;
  readonly short?: number;
}

/** Groups classes by more general levels. Holds the buffers that all groupings of one search share. */
export class RollUp {
  private readonly table = new KeyTable();
  private readonly labels: LabelTables;
  private readonly parts: readonly Int32Array[] = [new Int32Array(block), new Int32Array(block)];
  private readonly columns: readonly ClassColumn[];
  private readonly places: readonly CodePlace[];
  private readonly leastRun: number;
  private sums = new Float64Array();
  /** The class that each class of the last roll-up's source went to. */
  ids: Int32Array = new Int32Array();
  /** Classes of sources looked at so far: the measure of work. */
  visited = 0;

  /** Keys of fewer than `leastRun` classes are not forgotten. */
  constructor(columns: readonly ClassColumn[], places: readonly CodePlace[], leastRun = 2 ** 15) {
    this.labels = new LabelTables(columns, places);
    this.columns = columns;
    this.places = places;
    this.leastRun = leastRun;
  }

  /** The classes at `levels`, of classes at levels that are nowhere higher; undefined where the bar ended it. */
  at(source: Classes, levels: readonly number[], bar: Bar): Classes | undefined {
    const sortedBy = sortedStill(source.sortedBy, levels);
    const count = this.numberClasses(
      source,
      levels,
      bar,
      new Runs(source, this.columns, this.places, sortedBy),
    );
    if (count === undefined) return undefined;
    const { ids } = this;
    const { firsts } = this.table;
    const words = source.words.map((from) => {
      const word = new Int32Array(count);
      // Any combination of a class can name it: they all have the same labels.
      for (let id = 0; id < count; id++) word[id] = from[firsts[id] ?? 0] ?? 0;
      return word;
    });
    const sum = (values: Float64Array): Float64Array => {
      const sums = new Float64Array(count);
      addUp(sums, values, ids, 0, source.count);
      return sums;
    };
    const lists = source.personLists;
    const sums = this.sums.subarray(0, count);
    return {
      count,
      words,
      rows: source.rows instanceof Uint32Array ? new Uint32Array(sums) : sums.slice(),
      ...(source.persons ? { persons: sum(source.persons) } : {}),
      ...(source.population ? { population: sum(source.population) } : {}),
      ...(lists ? { personLists: joinLists(lists, ids, source.count, count) } : {}),
      sensitive: source.sensitive.map((each) => joinLists(each, ids, source.count, count)),
      sortedBy,
    };
  }

  private numberClasses(
    source: Classes,
    levels: readonly number[],
    bar: Bar,
    runs: Runs,
  ): number | undefined {
    const { count } = source;
    if (this.ids.length < count) this.ids = new Int32Array(count);
    const keys: KeyPart[][] = [];
    const spaces: number[] = [];
    for (const table of this.labels.at(levels)) {
      const space = spaces.at(-1) ?? keySpace;
      if (space * table.space > keySpace) {
        keys.push([{ table, stride: 1 }]);
        spaces.push(table.space);
      } else {
        keys.at(-1)?.push({ table, stride: space });
        spaces[spaces.length - 1] = space * table.space;
      }
    }
    const [first = [], ...more] = keys;
    const space = more.length === 0 ? (spaces[0] ?? 1) : keySpace * keySpace;
    const all = { most: count };
    let found = this.number(source, { first, second: more[0], space }, more.length > 1 ? all : bar, runs);
    for (const [at, second] of more.slice(1).entries())
      found = this.number(
        source,
        { first: undefined, second, space: keySpace * keySpace },
        at < more.length - 2 ? all : bar,
        runs,
      );
    return found;
  }

  /** Numbers keys of these parts, the first being the numbers given before where it is absent. */
  private number(
    source: Classes,
    key: {
      readonly first: readonly KeyPart[] | undefined;
      readonly second: readonly KeyPart[] | undefined;
      readonly space: number;
    },
    bar: Bar,
    runs: Runs,
  ): number | undefined {
    const most = Math.min(source.count, bar.most + block);
    this.table.begin(key.space, most);
    if (this.sums.length < most) this.sums = new Float64Array(most);
    let found = 0;
    let begun = 0;
    let known = 0;
    let short = 0;
    for (let from = 0; from < source.count; ) {
      let end = Math.min(from + block, source.count);
      if (from - begun >= this.leastRun) {
        const next = runs.next(from, end);
        if (next === from) {
          this.table.cut();
          short += this.sumRun(source, begun, from, known, found, bar.smallest);
          if (bar.short !== undefined && short > bar.short) return undefined;
          begun = from;
          known = found;
        } else if (next > from) end = next;
      }
      found = this.addKeys(source, key, from, end);
      from = end;
      const expected = bar.guess && from > guessed * source.count ? (found * source.count) / from : 0;
      if (found > bar.most || expected > unlikely * bar.most) return undefined;
    }
    short += this.sumRun(source, begun, source.count, known, found, bar.smallest);
    return bar.short !== undefined && short > bar.short ? undefined : found;
  }

  private addKeys(
    source: Classes,
    { first, second }: { readonly first?: readonly KeyPart[]; readonly second?: readonly KeyPart[] },
    from: number,
    end: number,
  ): number {
    const [firsts = this.ids, seconds = this.ids] = this.parts;
    const count = end - from;
    this.visited += count;
    if (first) fillKeys(firsts, source, first, from, count);
    else firsts.set(this.ids.subarray(from, end));
    if (second) fillKeys(seconds, source, second, from, count);
    return this.table.add(firsts, second ? seconds : firsts, count, this.ids, from);
  }

  /** Counts the rows of the classes that a run made, while they are near the processor; answers those of classes that are too small. */
  private sumRun(
    { rows }: Classes,
    from: number,
    end: number,
    known: number,
    found: number,
    smallest = 0,
  ): number {
    const { sums, ids } = this;
    sums.fill(0, known, found);
    addUp(sums, rows, ids, from, end);
    let short = 0;
    for (let id = known; id < found; id++) {
      const own = sums[id] ?? 0;
      if (own < smallest) short += own;
    }
    return short;
  }
}

function addUp(sums: Float64Array, values: Counts, ids: Int32Array, from: number, end: number): void {
  for (let at = from; at < end; at++) {
    const id = ids[at] ?? 0;
    sums[id] = (sums[id] ?? 0) + (values[at] ?? 0);
  }
}
