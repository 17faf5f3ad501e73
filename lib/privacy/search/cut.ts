import type { ClassColumn } from "../classes/aggregated-classes.ts";
import { type Classes, packClasses } from "../classes/classes.ts";
import { RollUp } from "../classes/roll-up.ts";
import { subset } from "../classes/subset.ts";
import type { PartitionRequest } from "./generalization.ts";
import { PreparedModels, verdicts } from "./prepared-models.ts";

/** Combinations under one choice of levels, which all have the same labels there. */
export interface Part {
  readonly members: Int32Array;
  readonly levels: readonly number[];
  /** Columns that cannot be cut any more. */
  readonly closed: ReadonlySet<number>;
}

/** Cuts parts along hierarchies, where the models allow it. */
export class Cutter {
  readonly classes: Classes;
  readonly columns: readonly ClassColumn[];
  private readonly models: PreparedModels;
  private readonly rollUp: RollUp;
  private readonly relaxed: boolean;

  constructor(request: PartitionRequest) {
    const { classes, places } = packClasses(request.classes);
    this.classes = classes;
    this.columns = request.classes.columns;
    this.models = new PreparedModels(request.models, request.classes);
    this.rollUp = new RollUp(this.columns, places);
    this.relaxed = request.cuts === "relaxed";
  }

  /** Classes visited so far: the measure of work. */
  get visited(): number {
    return this.rollUp.visited;
  }

  /** The parts under the most general labels, and whether the models hold in each. */
  roots(): readonly { readonly part: Part; readonly holds: boolean }[] {
    const levels = this.columns.map((column) => column.levels.length - 1);
    const members = Int32Array.from(this.classes.rows, (_, at) => at);
    const { parts, holds } = this.grouped(members, levels);
    return parts.map((own, at) => ({
      part: { members: own, levels, closed: new Set() },
      holds: holds[at] ?? false,
    }));
  }

  /** The parts that a column's next level makes of a part; undefined where the models forbid it. */
  cut(part: Part, column: number): readonly Part[] | undefined {
    const levels = part.levels.with(column, (part.levels[column] ?? 0) - 1);
    const { parts, holds, none } = this.grouped(part.members, levels);
    const whole = parts.filter((_, at) => holds[at] || none[at]);
    if (whole.length === parts.length) return parts.map((members) => ({ ...part, members, levels }));
    if (!this.relaxed || !parts.some((_, at) => holds[at])) return undefined;
    const rest = parts.flatMap((members, at) => (holds[at] || none[at] ? [] : [...members]));
    const members = Int32Array.from(rest).sort();
    if (!this.grouped(members, part.levels).holds.every(Boolean)) return undefined;
    return [
      ...whole.map((own) => ({ ...part, members: own, levels })),
      { members, levels: part.levels, closed: new Set([...part.closed, column]) },
    ];
  }

  /** Members by their labels at `levels`; whether the models hold in each group, and whether it has no rows. */
  private grouped(
    members: Int32Array,
    levels: readonly number[],
  ): {
    readonly parts: readonly Int32Array[];
    readonly holds: readonly boolean[];
    readonly none: readonly boolean[];
  } {
    const source = members.length === this.classes.count ? this.classes : subset(this.classes, members);
    const grouped = this.rollUp.at(source, levels, { most: source.count });
    if (!grouped) return { parts: [], holds: [], none: [] };
    const parts: number[][] = Array.from({ length: grouped.count }, () => []);
    for (let at = 0; at < source.count; at++) parts[this.rollUp.ids[at] ?? 0]?.push(members[at] ?? 0);
    const none = parts.map((_, at) => (grouped.rows[at] ?? 0) === 0);
    return {
      parts: parts.map((own) => Int32Array.from(own)),
      holds: parts.map((_, at) => !none[at] && this.models.verdict(grouped, at) === verdicts.kept),
      none,
    };
  }
}
