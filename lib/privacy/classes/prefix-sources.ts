import type { ClassColumn } from "./aggregated-classes.ts";
import type { Classes } from "./classes.ts";
import type { CodePlace } from "./code-places.ts";
import { type Bar, RollUp } from "./roll-up.ts";
import { sortClasses } from "./sort-classes.ts";
import { spreadOf } from "./spread.ts";

/** Classes at some levels, of which more general ones are made. */
interface Source {
  readonly levels: readonly number[];
  readonly classes: Classes;
}

/** What a choice of levels was made of. */
export interface Grouped {
  readonly classes: Classes;
  readonly source: Classes;
  readonly sourceLevels: readonly number[];
  /** The class that each class of the source went to; valid until the next grouping. */
  readonly ids: Int32Array;
}

/** Below so many classes nothing is saved by making a source of them. */
const worthMaking = 256;
/** Fewer classes are near the processor as they are. */
const worthSorting = 2 ** 17;
/** Groupings under one prefix, before it gets a source of its own. */
const usesToMake = 2;
/** A source that is not so many times smaller than the one below it is not kept. */
const leastShrink = 1.5;
/** Classes of a source that is made: its bytes, and those of the keys to make it, count beside the engine's. */
const mostMade = 2 ** 21;

/**
 * Groupings of one search. It goes through choices of levels with the columns in `order`, the last changing fastest; for
 * those that agree in the first columns, classes at these levels and the lowest ones of the other columns are the source:
 * a short chain of ever smaller sources, and nothing else is kept.
 */
export class PrefixSources {
  /** The columns, the most different values first. */
  readonly order: readonly number[];
  /** The lowest levels that will be asked for, where the first `depth` columns in `order` have these levels; 0 if unknown. */
  lowest: (levels: readonly number[], depth: number) => readonly number[];
  private readonly chain: Source[];
  private readonly uses: Int32Array;
  private last: readonly number[] = [];
  private coarse: Source;
  private near: Source | undefined;
  /** What the last grouping was made of; what it made, where it was not ended before. */
  private used: Source | undefined;
  private made: Source | undefined;
  private readonly rollUp: RollUp;
  readonly spread: readonly Float64Array[];
  /** Levels that have more than so many classes, as it was found or guessed. */
  private readonly crowded: { readonly levels: readonly number[]; readonly most: number }[] = [];

  constructor(columns: readonly ClassColumn[], places: readonly CodePlace[], classes: Classes) {
    this.rollUp = new RollUp(columns, places);
    this.uses = new Int32Array(columns.length + 1);
    this.spread = columns.map((column) => spreadOf(column, classes.rows));
    this.order = [...columns.keys()].sort(
      (a, b) => (this.spread[b]?.[0] ?? 0) - (this.spread[a]?.[0] ?? 0) || a - b,
    );
    const sorted = classes.count > worthSorting ? sortClasses(classes, columns, places, this.order) : classes;
    this.coarse = { levels: columns.map(() => 0), classes: sorted };
    this.chain = [this.coarse];
    this.lowest = (levels, depth) => {
      const own = this.order.slice(0, depth);
      return levels.map((level, at) => (own.includes(at) ? level : 0));
    };
  }

  /** Classes visited so far: the measure of work. */
  get visited(): number {
    return this.rollUp.visited;
  }

  /** The classes at `levels`; undefined where the bar ended it. */
  at(levels: readonly number[], bar: Bar): Grouped | undefined {
    const { near } = this;
    const source = near && isBelow(near.levels, levels) ? near : this.sourceOf(levels);
    const classes = this.rollUp.at(source.classes, levels, bar);
    this.used = source;
    this.made = classes && { levels: [...levels], classes };
    return classes && { classes, source: source.classes, sourceLevels: source.levels, ids: this.rollUp.ids };
  }

  /** Makes more general levels of what the last grouping made, or of its source, until `stay` is called. */
  climb(): void {
    this.near = this.made ?? this.used;
  }

  /** Makes a source of the classes at `levels`, for choices of levels just above them, until it is called again. */
  stay(levels: readonly number[] | undefined): void {
    const from = this.near && levels && isBelow(this.near.levels, levels) ? this.near : this.coarse;
    this.near = undefined;
    if (!levels || from.classes.count <= worthMaking || !isBelow(from.levels, levels)) return;
    const classes = this.group(from, levels, Math.min(mostMade, from.classes.count / leastShrink));
    if (classes) this.near = { levels, classes };
  }

  /** The smallest source for these levels; it is made where they begin as others did that were asked for before. */
  private sourceOf(levels: readonly number[]): Source {
    const { order, uses, chain, last } = this;
    let same = 0;
    while (same < order.length && levels[order[same] ?? 0] === last[order[same] ?? 0]) same++;
    uses.fill(0, same + 1);
    if (chain.length > same + 1) chain.length = same + 1;
    this.last = [...levels];
    for (let depth = 1; depth < order.length; depth++) {
      const used = (uses[depth] ?? 0) + 1;
      uses[depth] = used;
      if (chain.length === depth && used >= usesToMake) chain.push(this.make(levels, depth));
    }
    for (let depth = chain.length - 1; depth > 0; depth--) {
      const source = chain[depth];
      if (source && isBelow(source.levels, levels)) return source;
    }
    return chain[0] ?? this.coarse;
  }

  /** The classes at `levels`, unless they are more than `most`, which is then remembered: what is more special has no fewer. */
  private group(source: Source, levels: readonly number[], most: number): Classes | undefined {
    if (this.crowded.some((known) => known.most >= most && isBelow(levels, known.levels))) return undefined;
    const classes = this.rollUp.at(source.classes, levels, { most, guess: true });
    if (!classes) this.crowded.push({ levels: [...levels], most });
    return classes;
  }

  private make(levels: readonly number[], depth: number): Source {
    const below = this.chain[depth - 1] ?? this.coarse;
    if (below.classes.count <= worthMaking) return below;
    const own = this.lowest(levels, depth);
    if (!isBelow(below.levels, own) || own.every((level, at) => level === below.levels[at])) return below;
    const classes = this.group(below, own, Math.min(mostMade, below.classes.count / leastShrink));
    return classes ? { levels: own, classes } : below;
  }

  /**
   * Makes a grouping of fewer than `target` classes, to work above it. `price` is what levels cost at least; the column that
   * joins most for it is raised first.
   */
  coarsen(target: number, price: (levels: readonly number[]) => number): readonly number[] {
    let [current = this.coarse] = this.chain;
    let levels = current.levels;
    while (current.classes.count > target) {
      const raised = [...levels];
      // Half of the way by estimate, since columns depend on each other.
      const wanted = Math.sqrt(target / current.classes.count);
      for (let shrunk = 1; shrunk > wanted; ) {
        const step = this.bestRaise(raised, price);
        if (!step) break;
        raised[step.at] = (raised[step.at] ?? 0) + 1;
        shrunk *= step.shrink;
      }
      if (raised.every((level, at) => level === levels[at])) break;
      levels = raised;
      const most = Math.min(mostMade, current.classes.count);
      const classes = this.group(current, levels, most);
      if (classes) current = { levels, classes };
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
}

function isBelow(levels: readonly number[], others: readonly number[]): boolean {
  for (let at = 0; at < levels.length; at++) if ((levels[at] ?? 0) > (others[at] ?? 0)) return false;
  return true;
}
