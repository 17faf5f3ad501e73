import type { AggregatedClasses } from "../classes/aggregated-classes.ts";
import { packClasses } from "../classes/classes.ts";
import type { CodePlace } from "../classes/code-places.ts";
import { type Grouped, PrefixSources } from "../classes/prefix-sources.ts";
import type { Bar } from "../classes/roll-up.ts";
import type { Generalization, GeneralizationRequest } from "./generalization.ts";
import { dot, type KnownSuppression, PreparedCosts } from "./prepared-costs.ts";
import { PreparedModels, verdicts } from "./prepared-models.ts";

export interface Evaluation {
  /** Absent where more specific levels are certain to fail as well. */
  readonly generalization?: Generalization;
  /** Whether all more special levels are certain to suppress too many rows. */
  readonly hopelessBelow: boolean;
  /** What is certain to be suppressed at all more special levels. */
  readonly known?: KnownSuppression;
}

/** Slack of a bound: sums are rounded in another order than the score they bound. */
const slack = 1e-12;

/** Grouping more classes takes so long that a search would end after a few: it first works above fewer. */
const manyClasses = 500_000;

/** Groups, judges and scores choices of levels, one after the other. */
export class NodeEvaluator {
  readonly columns: AggregatedClasses["columns"];
  readonly request: GeneralizationRequest;
  private readonly models: PreparedModels;
  private readonly costs: PreparedCosts;
  private readonly sources: PrefixSources;
  private readonly places: readonly CodePlace[];
  private readonly histograms: readonly { readonly below: Float64Array; readonly here: Float64Array }[];
  private flags = new Uint8Array();
  private picked = new Int32Array();
  /**
   * With more classes too many rows are suppressed: no more than `rows / smallest` classes can be kept, and each of the others
   * loses a row at least. Rows of classes that are too small are lost too, where each is a person of its own.
   */
  private readonly bar: Bar;
  checked = 0;

  constructor(request: GeneralizationRequest) {
    const { classes, models, loss } = request;
    this.request = request;
    this.columns = classes.columns;
    this.models = new PreparedModels(models, classes);
    this.costs = new PreparedCosts(loss ?? { rule: "granularity", with: {} }, classes);
    const { smallest } = this.models;
    const short = request.suppressionLimit;
    const most = Math.floor(this.costs.rows / smallest) + short;
    if (classes.population) this.bar = { most: Number.POSITIVE_INFINITY };
    else this.bar = classes.persons ? { most } : { most, smallest, short };
    const packed = packClasses(classes);
    this.places = packed.places;
    this.sources = new PrefixSources(classes.columns, packed.places, packed.classes);
    this.histograms = this.costs.columns.map((_, at) => {
      const codes = classes.columns[at]?.levels[0]?.labels.length ?? 0;
      return { below: new Float64Array(codes), here: new Float64Array(codes) };
    });
  }

  /** Classes visited so far. */
  get visited(): number {
    return this.sources.visited;
  }

  /** The columns in the order that groupings are quickest in: the last one's level should change fastest. */
  get order(): readonly number[] {
    return this.sources.order;
  }

  /** Tells groupings what levels will be asked for. */
  set lowest(lowest: PrefixSources["lowest"]) {
    this.sources.lowest = lowest;
  }

  /** Prepares for levels that are at most one below these in each column, and not below `lowest`. */
  stayAt(levels: readonly number[], lowest: readonly number[]): void {
    this.sources.stay(levels.map((level, at) => Math.max(lowest[at] ?? 0, level - 1)));
  }

  /** Prepares for levels above those evaluated last. */
  climb(): void {
    this.sources.climb();
  }

  /** How many equally frequent labels a column is like, by level. */
  get spread(): PrefixSources["spread"] {
    return this.sources.spread;
  }

  /** Ends what `stayAt` or `climb` began. */
  goOn(): void {
    this.sources.stay(undefined);
  }

  /** Whether these levels cannot beat `score`, for all that is known. */
  isBeaten(levels: readonly number[], score: number, known?: KnownSuppression): boolean {
    return this.bound(levels, known) + slack >= score;
  }

  /** Levels with few enough classes to work above them; all 0 where the table has no more. */
  coarsen(): readonly number[] {
    return this.sources.coarsen(manyClasses, (levels) => this.costs.bound(levels, undefined, 1));
  }

  bound(levels: readonly number[], known?: KnownSuppression): number {
    return this.costs.bound(levels, known, this.models.smallest);
  }

  /** With `always`, figures are made for hopeless levels too. */
  evaluate(levels: readonly number[], always = false): Evaluation {
    this.checked++;
    const limit = this.request.suppressionLimit;
    const grouped = this.sources.at(levels, always ? { most: Number.POSITIVE_INFINITY } : this.bar);
    if (!grouped) return { hopelessBelow: true };
    const { classes } = grouped;
    if (this.flags.length < classes.count) this.flags = new Uint8Array(classes.count);
    const { flags, models } = this;
    let least = 0;
    let suppressedRows = 0;
    let suppressedBelow = 0;
    let kept = 0;
    let squares = 0;
    let smallest = Number.POSITIVE_INFINITY;
    let largest = 0;
    for (let at = 0; at < classes.count; at++) {
      const rows = classes.rows[at] ?? 0;
      const flag = rows === 0 ? verdicts.kept : models.verdict(classes, at);
      flags[at] = flag;
      if (rows === 0) continue;
      if (flag === verdicts.kept) {
        kept++;
        squares += rows * rows;
        if (rows < smallest) smallest = rows;
        if (rows > largest) largest = rows;
        continue;
      }
      suppressedRows += rows;
      least += models.leastSuppressed;
      if (flag === verdicts.suppressedBelow) suppressedBelow += rows;
    }
    const hopelessBelow = least > limit;
    if (hopelessBelow && !always) return { hopelessBelow };
    const { extraHere, extraBelow } = this.extras(grouped, levels);
    const score = this.costs.score(levels, extraHere, { classes: kept, squares, suppressedRows });
    const lossByColumn = this.costs.lossByColumn();
    return {
      hopelessBelow,
      known: { rows: suppressedBelow, extra: extraBelow },
      generalization: {
        levels: [...levels],
        score,
        ...(lossByColumn ? { lossByColumn } : {}),
        suppressedRows,
        classes: kept,
        smallestClass: kept === 0 ? 0 : smallest,
        largestClass: largest,
        averageClass: kept === 0 ? 0 : (this.costs.rows - suppressedRows) / kept,
        feasible: suppressedRows <= limit && kept > 0,
      },
    };
  }

  /**
   * What suppressed rows cost more than kept ones: exactly, at these levels; and at least, at more special ones. Codes of a
   * source class tell its rows' labels from the source's levels on; below them, the least of what has the same label counts.
   */
  private extras(
    grouped: Grouped,
    levels: readonly number[],
  ): { readonly extraHere: Float64Array; readonly extraBelow: readonly Float64Array[] } {
    const { source, sourceLevels } = grouped;
    const { ends, begins } = this.pickSuppressed(grouped);
    const extraHere = new Float64Array(this.columns.length);
    const extraBelow = this.costs.columns.map((column, at) => {
      const { below, here } = this.histograms[at] ?? {};
      const place = this.places[at];
      if (!below || !here || !place) return new Float64Array();
      this.count(below, source, place, 0, ends);
      this.count(here, source, place, begins, source.count);
      const level = levels[at] ?? 0;
      const extra = new Float64Array(level + 1);
      const exact = Math.min(level, sourceLevels[at] ?? 0);
      for (let each = exact; each <= level; each++) extra[each] = dot(below, column.extra[each] ?? below);
      for (const [each, least] of (exact === 0 ? [] : this.costs.leastExtra(at, exact)).entries())
        extra[each] = dot(below, least);
      const own = column.extra[level];
      extraHere[at] = (extra[level] ?? 0) + (own ? dot(here, own) : 0);
      return extra;
    });
    return { extraHere, extraBelow };
  }

  /** The suppressed classes of a source: up to `ends` those that are so below, too, from `begins` on the others. */
  private pickSuppressed({ source, ids }: Grouped): { readonly ends: number; readonly begins: number } {
    if (this.picked.length < source.count) this.picked = new Int32Array(source.count);
    const { picked, flags } = this;
    let ends = 0;
    let begins = source.count;
    for (let each = 0; each < source.count; each++) {
      const flag = flags[ids[each] ?? 0];
      if (flag === verdicts.suppressedBelow) picked[ends++] = each;
      else if (flag === verdicts.suppressedHere) picked[--begins] = each;
    }
    return { ends, begins };
  }

  /** Rows by code of some picked classes. */
  private count(
    histogram: Float64Array,
    source: Grouped["source"],
    { word, shift, mask }: CodePlace,
    from: number,
    to: number,
  ): void {
    histogram.fill(0);
    const codes = source.words[word] ?? new Int32Array();
    for (let at = from; at < to; at++) {
      const each = this.picked[at] ?? 0;
      const code = ((codes[each] ?? 0) >>> shift) & mask;
      histogram[code] = (histogram[code] ?? 0) + (source.rows[each] ?? 0);
    }
  }
}
