import type { RequiredModel } from "#lib/metadata";
import { join, literal, type Sql, sql, unsafeText } from "#lib/sql";

/** A method type: the parameters belong to the model that the registry was asked for. */
type Fn<A extends readonly unknown[], R> = { call(...args: A): R }["call"];

/** What a model is measured on: how often each class has each sensitive value. */
export interface MeasuredCells {
  /** Rows of `by`, `s` (the sensitive value; null is one), `c` rows. */
  readonly cells: Sql;
  /** The class's columns. */
  readonly by: readonly Sql[];
}

/** One figure per class, in SQL, and when it meets the model. */
export interface ModelMeasure<P> {
  /** Selects `by` and `measure`; absent where the class's own count of persons is the figure. */
  readonly select?: Fn<[params: P, over: MeasuredCells], Sql>;
  readonly holds: Fn<[params: P, measure: Sql], Sql>;
  /** The figure of the table is that of its worst class. */
  readonly worst: "min" | "max";
  readonly required: Fn<[params: P], number>;
}

/** Sums of fractions round: a class that meets a bound exactly must not fail by the last digit. */
const rounding = literal(1e-12);

const grouped = ({ by }: MeasuredCells): Sql => (by.length === 0 ? sql`` : sql` group by ${join(by)}`);
const columns = ({ by }: MeasuredCells): Sql =>
  join(
    by.map((key) => sql`${key}, `),
    unsafeText(""),
  );
const partition = ({ by }: MeasuredCells): Sql => (by.length === 0 ? sql`` : sql`partition by ${join(by)}`);

/** Every cell with `p`, its share of the class, and `q`, the value's share of the table, and how many values there are. */
const shares = (over: MeasuredCells): Sql =>
  sql`select x.*, x.c / sum(x.c) over (${partition(over)}) as p, t.q, t.m from (${over.cells}) x join (
      select s, sum(c) / sum(sum(c)) over () as q, count(*) over () as m from (${over.cells}) group by s
    ) t on t.s is not distinct from x.s`;

const distance = {
  holds: ({ t }: { t: number }, measure: Sql) => sql`${measure} <= ${literal(t)} + ${rounding}`,
  worst: "max",
  required: ({ t }: { t: number }) => t,
} as const;
const diversity = {
  holds: ({ l }: { l: number }, measure: Sql) => sql`${measure} >= ${literal(l)} - ${rounding}`,
  worst: "min",
  required: ({ l }: { l: number }) => l,
} as const;

/**
 * Earth mover's distance over ranks (Li et al., 2007): the sum of |P − Q| of cumulative shares. Between two values that a
 * class has, P stands still and Q rises, so the sum needs only where Q passes P and sums of Q up to there.
 */
function orderedDistance(over: MeasuredCells): Sql {
  const ranks = sql`select s, row_number() over (order by s nulls first) - 1 as code, count(*) over () as m,
      sum(sum(c)) over (order by s nulls first) / sum(sum(c)) over () as cq from (${over.cells}) group by s`;
  const sums = sql`select s, code, m, cq, coalesce(sum(cq) over (order by code rows between unbounded preceding and 1 preceding), 0) as below,
      sum(cq) over () as whole from (${ranks})`;
  const steps = sql`select x.*, t.code, t.m, t.below, t.whole,
      sum(x.c) over (${partition(over)} order by t.code) / sum(x.c) over (${partition(over)}) as p,
      lead(t.code) over (${partition(over)} order by t.code) as next,
      lead(t.below) over (${partition(over)} order by t.code) as next_below,
      row_number() over (${partition(over)} order by t.code) = 1 as first
    from (${over.cells}) x join (${sums}) t on t.s is not distinct from x.s`;
  const passed = sql`select y.*, coalesce(y.next, y.m) as till, coalesce(y.next_below, y.whole) as till_below,
      v.code as v_code, v.below as v_below from (${steps}) y asof left join (${sums}) v on y.p < v.cq`;
  const turned = sql`select *, case when v_code is null or v_code > till then till when v_code < code then code else v_code end as x,
      case when v_code is null or v_code > till then till_below when v_code < code then below else v_below end as x_below from (${passed})`;
  return sql`select ${columns(over)}greatest(0, sum((case when first then below else 0 end)
      + p * (x - code) - (x_below - below) + (till_below - x_below) - p * (till - x)) / greatest(max(m) - 1, 1)) as measure
    from (${turned})${grouped(over)}`;
}

type Measures = {
  readonly [Rule in RequiredModel["rule"]]: ModelMeasure<Extract<RequiredModel, { rule: Rule }>["with"]>;
};

/** How each privacy model is measured in the engine. */
const measures: Measures = {
  "k-anonymity": {
    holds: ({ k }, measure) => sql`${measure} >= ${k}`,
    worst: "min",
    required: ({ k }) => k,
  },
  "k-map": {
    // The population's classes are joined in place of cells.
    select: (_params, over) =>
      sql`select ${columns(over)}sum(c) as measure from (${over.cells})${grouped(over)}`,
    holds: ({ k }, measure) => sql`${measure} >= ${k}`,
    worst: "min",
    required: ({ k }) => k,
  },
  "distinct-l-diversity": {
    ...diversity,
    select: (_params, over) =>
      sql`select ${columns(over)}count(*)::double as measure from (${over.cells})${grouped(over)}`,
  },
  "entropy-l-diversity": {
    ...diversity,
    select: (_params, over) =>
      sql`select ${columns(over)}exp(ln(sum(c)) - sum(c * ln(c)) / sum(c)) as measure from (${over.cells})${grouped(over)}`,
  },
  "recursive-l-diversity": {
    select: ({ l }, over) =>
      sql`select ${columns(over)}case when count(*) >= ${l} then list_reverse_sort(list(c))[1] / list_sum(list_reverse_sort(list(c))[${l}:])
        else 'inf'::double end as measure from (${over.cells})${grouped(over)}`,
    holds: ({ c }, measure) => sql`${measure} < ${literal(c)}`,
    worst: "max",
    required: ({ c }) => c,
  },
  "equal-t-closeness": {
    ...distance,
    select: (_params, over) =>
      sql`select ${columns(over)}greatest(0, (sum(abs(p - q) - q) + 1) / 2) as measure from (${shares(over)})${grouped(over)}`,
  },
  "ordered-t-closeness": { ...distance, select: (_params, over) => orderedDistance(over) },
  "delta-disclosure": {
    select: (_params, over) =>
      sql`select ${columns(over)}case when count(*) < max(m) then 'inf'::double else max(abs(log2(p / q))) end as measure
        from (${shares(over)})${grouped(over)}`,
    holds: ({ delta }, measure) => sql`${measure} < ${literal(delta)}`,
    worst: "max",
    required: ({ delta }) => delta,
  },
};

/** The measure of a model. Give its functions the model's own parameters. */
export const measureOf = (model: RequiredModel): ModelMeasure<RequiredModel["with"]> => measures[model.rule];
