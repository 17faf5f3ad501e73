import type { ColumnType, Histogram, PreviewProfile } from "#lib/contracts";
import type { Engine, EngineRow, Lane } from "#lib/engine";
import { name, type Sql, sql } from "#lib/sql";
import { asText } from "./read-cells.ts";
import type { ShownColumn } from "./shown-columns.ts";
import type { Recent } from "./stacks/recent.ts";
import { type MergedStack, merged, type RowFilter, type Stack } from "./stacks/stack.ts";

/** What is known of a column's present values. */
export interface Figures {
  readonly present: number;
  readonly distinct: number;
  /** The most frequent ones, as text. */
  readonly top: readonly { readonly value: string; readonly rows: number }[];
  readonly range?: {
    readonly least: number;
    readonly most: number;
    readonly bins: ReadonlyMap<number, number>;
  };
}

/** Rows that are looked at; no filter where they are all that went through the rules. */
export interface RowSet {
  readonly rows?: RowFilter;
  /** Names them. */
  readonly mark: string;
  readonly count: number;
}

const topValues = 6;
const bins = 10;

const isDated = (type: ColumnType): boolean => type.name === "date" || type.name.startsWith("timestamp");

/** How far along a line a value is, for types that are measured on one. */
function measureOf(type: ColumnType): Sql | undefined {
  if (isDated(type)) return sql`case when isfinite(v) then epoch(v)::double end`;
  return ["integer", "decimal", "float"].includes(type.name) ? sql`v::double` : undefined;
}

/** Bins of equal width between the least and the greatest, over counted values: `k`, `least`, `most`, `bin`, `n`. */
const selectBins = (counted: Sql, measure: Sql): Sql => sql`with measured as (
    select k, n, x from (select k, n, ${measure} as x from ${counted}) where isfinite(x)
  ), ends as (select k, min(x) as least, max(x) as most from measured group by k)
  select k, least, most, case when most > least then least(${bins - 1}, floor((x - least) / (most - least) * ${bins}))::integer else 0 end as bin, sum(n)::bigint as n
  from measured join ends using (k) group by all`;

const selectTop = (counted: Sql, type: ColumnType): Sql => sql`select k, present, "distinct",
    to_json(list_transform(top, lambda t: {'value': ${asText(sql`t.v`, type)}, 'rows': -t.n}))::varchar as top
  from (select k, sum(n)::bigint as present, count(*) as "distinct", min({'n': -n, 'v': v}, ${topValues}) as top from ${counted} group by k)`;

const isTop = (value: unknown): value is Figures["top"] => Array.isArray(value);

function rangeOf(rows: readonly EngineRow[] | undefined): Pick<Figures, "range"> {
  const [first] = rows ?? [];
  if (!rows || !first) return {};
  const counts = new Map(rows.map((row) => [Number(row.bin), Number(row.n)]));
  return { range: { least: Number(first.least), most: Number(first.most), bins: counts } };
}

/** Counts the values of a stack's columns; answers their figures by `k`. */
async function measure(
  lane: Lane,
  { select, type }: MergedStack,
  rows: RowFilter | undefined,
  counted: Sql,
): Promise<ReadonlyMap<number, Figures>> {
  await lane.execute(
    sql`create or replace table ${counted} as select k, v, count(*)::bigint as n from (${select(rows)}) where v is not null group by all`,
  );
  const top = await lane.rows(selectTop(counted, type));
  const line = measureOf(type);
  const binned = Map.groupBy(line ? await lane.rows(selectBins(counted, line)) : [], ({ k }) => Number(k));
  await lane.execute(sql`drop table ${counted}`);
  return new Map(
    top.map((row) => {
      const values: unknown = JSON.parse(String(row.top));
      const k = Number(row.k);
      return [
        k,
        {
          present: Number(row.present),
          distinct: Number(row.distinct),
          top: isTop(values) ? values : [],
          ...rangeOf(binned.get(k)),
        },
      ];
    }),
  );
}

/** Figures of the stacks' columns by place, over some rows; those of kept stacks are kept, too. */
export async function figuresOf(
  engine: Engine,
  stacks: readonly Stack[],
  { rows, mark }: RowSet,
  recent: Recent<ReadonlyMap<number, Figures>>,
): Promise<ReadonlyMap<number, Figures>> {
  const keyOf = (stack: Stack) => `figures ${stack.mark} ${mark}`;
  const known = (stack: Stack) => (stack.mark === undefined ? undefined : recent.get(keyOf(stack)));
  const found = new Map<number, Figures>();
  const take = ({ places }: Pick<Stack, "places">, figures: ReadonlyMap<number, Figures>) => {
    for (const [k, place] of places) {
      const own = figures.get(k);
      if (own) found.set(place, own);
    }
  };
  const due: Stack[] = [];
  for (const stack of stacks) {
    const figures = known(stack);
    if (figures) take(stack, figures);
    else due.push(stack);
  }
  await engine.together(
    merged(due).map((one, index) => async (lane) => {
      const figures = await measure(lane, one, rows, name("work", `counted ${index}`));
      take(one, figures);
      for (const stack of one.members)
        if (stack.mark !== undefined)
          recent.set(keyOf(stack), new Map([...figures].filter(([k]) => stack.places.has(k))));
    }),
  );
  return found;
}

const edge = (at: number, type: ColumnType): string => {
  if (!isDated(type)) return String(Number(at.toPrecision(12)));
  const text = new Date(at * 1000).toISOString();
  return type.name === "date" ? text.slice(0, 10) : text.slice(0, 19).replace("T", " ");
};

function rangeHistogram(
  { least, most, bins: counts }: NonNullable<Figures["range"]>,
  type: ColumnType,
): Histogram {
  const width = (most - least) / bins;
  return {
    kind: "range",
    bins: Array.from({ length: width > 0 ? bins : 1 }, (_, bin) => ({
      from: edge(least + bin * width, type),
      to: edge(least + (bin + 1) * width, type),
      rows: counts.get(bin) ?? 0,
    })),
    other: 0,
  };
}

function histogramOf({ range, top, distinct, present }: Figures, type: ColumnType): Histogram | undefined {
  if (range) return rangeHistogram(range, type);
  const [first] = top;
  // Values that all differ have no shape.
  if (!first || (first.rows === 1 && distinct > topValues)) return undefined;
  return {
    kind: "category",
    bins: top.map(({ value, rows }) => ({ label: value, rows })),
    other: present - top.reduce((sum, { rows }) => sum + rows, 0),
  };
}

/** What the rules of a column said of its cells in the sample. */
export interface Quality {
  readonly wrong: number;
  readonly empty: number;
}

export interface ProfileFacts {
  /** Rows of the sample, and those of them that are still there. */
  readonly rows: number;
  readonly kept: number;
  readonly figures: Figures | undefined;
  /** Absent before Cleanse. */
  readonly quality: Quality | undefined;
  /** Rows of the sample without a value as the source gave them. */
  readonly rawNulls: number;
  readonly isRaw: boolean;
}

const share = (count: number, of: number): number => (of === 0 ? 0 : Math.min(1, Math.max(0, count / of)));

export function profileOf(column: ShownColumn, facts: ProfileFacts): PreviewProfile {
  const { rows, kept, figures, rawNulls } = facts;
  const { wrong, empty } = facts.quality ?? { wrong: 0, empty: rawNulls };
  const histogram = figures && histogramOf(figures, column.type);
  return {
    ...(facts.isRaw ? { nullBefore: share(rawNulls, rows) } : {}),
    nullAfter: column.hidden ? share(empty, rows) : share(kept - (figures?.present ?? 0), kept),
    ...(column.hidden ? {} : { distinct: figures?.distinct ?? 0 }),
    valid: Math.max(0, rows - wrong - empty),
    error: wrong,
    empty,
    ...(histogram && !column.hidden ? { histogram } : {}),
  };
}
