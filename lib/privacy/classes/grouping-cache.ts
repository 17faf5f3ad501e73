import type { ClassColumn } from "./aggregated-classes.ts";
import { bytesOf, type Classes, type CodePlace } from "./classes.ts";
import { RollUp } from "./roll-up.ts";

interface Kept {
  readonly levels: readonly number[];
  readonly classes: Classes;
  readonly bytes: number;
  used: number;
}

/** Classes fewer than this are not worth a step of their own between a grouping and its source. */
const worthKeeping = 1024;
/** Groupings that are looked through for the smallest source; more cost more than they save. */
const mostKept = 256;

/** Groupings of one search, each made of the smallest kept one that is nowhere more general. */
export class GroupingCache {
  private readonly base: Kept;
  private kept: Kept[] = [];
  private bytes = 0;
  private clock = 0;
  private readonly limit: number;
  private readonly rollUp: RollUp;
  /** Columns of many values first: raising them leaves the fewest classes. */
  private readonly order: readonly number[];
  /** Classes visited so far: the measure of work. */
  visited = 0;

  constructor(
    columns: readonly ClassColumn[],
    places: readonly CodePlace[],
    classes: Classes,
    limit: number,
  ) {
    this.rollUp = new RollUp(columns, places);
    this.base = { levels: columns.map(() => 0), classes, bytes: 0, used: 0 };
    this.limit = limit;
    const domain = (at: number): number => columns[at]?.levels[0]?.labels.length ?? 0;
    this.order = columns.map((_, at) => at).sort((a, b) => domain(b) - domain(a));
  }

  /**
   * The classes at `levels`, what they were made of, and which class each of that went to (valid until the next call). The way there raises one column after
   * the other and keeps what it passes, since neighbours of `levels` begin alike.
   */
  at(levels: readonly number[]): {
    readonly classes: Classes;
    readonly source: Classes;
    readonly sourceLevels: readonly number[];
    readonly ids: Int32Array;
  } {
    let source = this.smallestBelow(levels);
    const raised = this.order.filter((at) => (levels[at] ?? 0) > (source.levels[at] ?? 0));
    for (const column of raised.slice(0, -1)) {
      if (source.classes.count < worthKeeping) break;
      const next = source.levels.map((level, at) => (at === column ? (levels[at] ?? level) : level));
      source = this.keep(next, this.join(source.classes, next));
    }
    return {
      classes: this.join(source.classes, levels),
      source: source.classes,
      sourceLevels: source.levels,
      ids: this.rollUp.ids,
    };
  }

  private join(source: Classes, levels: readonly number[]): Classes {
    this.visited += source.count;
    return this.rollUp.at(source, levels);
  }

  private smallestBelow(levels: readonly number[]): Kept {
    let best = this.base;
    for (const candidate of this.kept)
      if (candidate.classes.count < best.classes.count && isBelow(candidate.levels, levels)) best = candidate;
    best.used = ++this.clock;
    return best;
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
