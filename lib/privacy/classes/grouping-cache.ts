import type { ClassColumn } from "./aggregated-classes.ts";
import { bytesOf, type Classes, type CodePlace } from "./classes.ts";
import { RollUp } from "./roll-up.ts";
import { spreadOf } from "./spread.ts";

interface Kept {
  readonly levels: readonly number[];
  readonly classes: Classes;
  readonly bytes: number;
  used: number;
}

/** What a choice of levels was made of. */
export interface Grouped {
  readonly classes: Classes;
  readonly source: Classes;
  readonly sourceLevels: readonly number[];
  /** The class that each class of the source went to; valid until the next grouping. */
  readonly ids: Int32Array;
}

/** A source so many times larger than what is made of it is too large: something between them is worth making. */
const tooLarge = 4;
/** How many times more classes that may have: the more it has, the more choices of levels lie above it. */
const mostGrowth = 8;
/** Below so many classes nothing is saved. */
const worthKeeping = 512;
/** Groupings that are looked through for the smallest source; more cost more than they save. */
const mostKept = 256;
/** Groupings that were missed, remembered until another choice of levels misses them too. */
const mostMissed = 64;

/** Groupings of one search, each made of the smallest kept one that is nowhere more general. */
export class GroupingCache {
  private readonly base: Kept;
  private coarse: Kept;
  private kept: Kept[] = [];
  private missed: { readonly levels: readonly number[]; readonly classes: number }[] = [];
  private bytes = 0;
  private clock = 0;
  private readonly limit: number;
  private readonly rollUp: RollUp;
  private readonly spread: readonly Float64Array[];

  /** `limit`: bytes that kept groupings may take. */
  constructor(
    columns: readonly ClassColumn[],
    places: readonly CodePlace[],
    classes: Classes,
    limit: number,
  ) {
    this.rollUp = new RollUp(columns, places);
    this.base = { levels: columns.map(() => 0), classes, bytes: 0, used: 0 };
    this.coarse = this.base;
    this.limit = limit;
    this.spread = columns.map((column) => spreadOf(column, classes.rows));
  }

  /** Classes visited so far: the measure of work. */
  get visited(): number {
    return this.rollUp.visited;
  }

  /** The classes at `levels`; undefined as soon as they are more than `most`. */
  at(levels: readonly number[], most: number): Grouped | undefined {
    let source = this.smallestBelow(levels);
    if (source.classes.count > worthKeeping) source = this.makeMissed(levels, source) ?? source;
    const classes = this.rollUp.at(source.classes, levels, most);
    if (!classes) return undefined;
    if (source.classes.count > tooLarge * Math.max(worthKeeping, classes.count))
      this.miss(levels, source, classes.count);
    return { classes, source: source.classes, sourceLevels: source.levels, ids: this.rollUp.ids };
  }

  /**
   * Makes a grouping of fewer than `target` classes, to work above it. `price` is what levels cost at least; the column that
   * joins most for it is raised first.
   */
  coarsen(target: number, price: (levels: readonly number[]) => number): readonly number[] {
    let { base: current } = this;
    while (current.classes.count > target) {
      const levels = [...current.levels];
      // Half of the way by estimate, since columns depend on each other.
      const wanted = Math.sqrt(target / current.classes.count);
      for (let shrunk = 1; shrunk > wanted; ) {
        const step = this.bestRaise(levels, price);
        if (!step) break;
        levels[step.at] = (levels[step.at] ?? 0) + 1;
        shrunk *= step.shrink;
      }
      if (levels.every((level, at) => level === current.levels[at])) break;
      const classes = this.rollUp.at(current.classes, levels, current.classes.count);
      if (!classes) break;
      current = { levels, classes, bytes: 0, used: 0 };
    }
    this.coarse = current;
    return current.levels;
  }

  private bestRaise(
    levels: readonly number[],
    price: (levels: readonly number[]) => number,
  ): { readonly at: number; readonly shrink: number } | undefined {
    const now = price(levels);
    let best: { at: number; shrink: number; worth: number } | undefined;
    for (const [at, level] of levels.entries()) {
      const spread = this.spread[at] ?? new Float64Array();
      if (level + 1 >= spread.length) continue;
      const shrink = (spread[level + 1] ?? 1) / (spread[level] ?? 1);
      const worth = -Math.log(shrink) / Math.max(1e-9, price(levels.with(at, level + 1)) - now);
      if (!best || worth > best.worth) best = { at, shrink, worth };
    }
    return best;
  }

  private smallestBelow(levels: readonly number[]): Kept {
    let best = isBelow(this.coarse.levels, levels) ? this.coarse : this.base;
    for (const candidate of this.kept)
      if (candidate.classes.count < best.classes.count && isBelow(candidate.levels, levels)) best = candidate;
    best.used = ++this.clock;
    return best;
  }

  /** Remembers a grouping between these levels and their source, below as many neighbours as its size allows. */
  private miss(levels: readonly number[], source: Kept, count: number): void {
    const lower = [...levels];
    let growth = 1;
    for (;;) {
      let best = -1;
      let least = mostGrowth / growth;
      for (const [at, level] of lower.entries()) {
        if (level <= (source.levels[at] ?? 0)) continue;
        const own = (this.spread[at]?.[level - 1] ?? 1) / (this.spread[at]?.[level] ?? 1);
        if (own < least) {
          least = own;
          best = at;
        }
      }
      if (best < 0) break;
      growth *= least;
      lower[best] = (lower[best] ?? 0) - 1;
    }
    this.missed.push({ levels: lower, classes: count * growth });
    if (this.missed.length > mostMissed) this.missed.shift();
  }

  private makeMissed(levels: readonly number[], source: Kept): Kept | undefined {
    const at = this.missed.findIndex(
      (missed) => missed.classes * 2 < source.classes.count && isBelow(missed.levels, levels),
    );
    const [missed] = at < 0 ? [] : this.missed.splice(at, 1);
    if (!missed) return undefined;
    const from = this.smallestBelow(missed.levels);
    const classes = this.rollUp.at(from.classes, missed.levels, from.classes.count);
    return classes && this.keep(missed.levels, classes);
  }

  private keep(levels: readonly number[], classes: Classes): Kept {
    const entry: Kept = { levels, classes, bytes: bytesOf(classes), used: ++this.clock };
    if (entry.bytes > this.limit / 4) return entry;
    this.bytes += entry.bytes;
    this.kept.push(entry);
    if (this.bytes > this.limit || this.kept.length > mostKept) {
      this.kept.sort((a, b) => b.used - a.used);
      while (this.bytes > this.limit * 0.75 || this.kept.length > mostKept * 0.75)
        this.bytes -= this.kept.pop()?.bytes ?? this.bytes;
    }
    return entry;
  }
}

function isBelow(levels: readonly number[], others: readonly number[]): boolean {
  for (let at = 0; at < levels.length; at++) if ((levels[at] ?? 0) > (others[at] ?? 0)) return false;
  return true;
}
