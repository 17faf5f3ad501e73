import { type TablePlan, tableNames } from "#lib/compiler";
import type { ColumnType, Histogram, PreviewProfile } from "#lib/contracts";
import type { Engine, EngineRow } from "#lib/engine";
import { join, literal, name, type Sql, sql, unsafeText } from "#lib/sql";
import { anyFlag, shown, violationMasks } from "./choose-rows.ts";
import { afterRows, type ShownColumn } from "./stage-view.ts";

/** Distinct values of the shown columns with their counts: `k` the column's place, `v`, `n`. */
const values = name("work", "shown values");

const topValues = 6;
const bins = 10;

/** Types that are measured on a line, and how far along it a text of theirs is. */
const measures: Partial<Readonly<Record<ColumnType["name"], Sql>>> = {
  integer: sql`try_cast(v as double)`,
  decimal: sql`try_cast(v as double)`,
  float: sql`try_cast(v as double)`,
  date: sql`epoch(try_cast(v as date))::double`,
  timestamp: sql`epoch(try_cast(v as timestamp))::double`,
  "timestamp(tz)": sql`epoch(try_cast(v as timestamptz))::double`,
};

const isDated = (type: ColumnType): boolean => type.name === "date" || type.name.startsWith("timestamp");

/** One statement whatever the number of columns: they are turned into rows first. */
function createValues(columns: readonly ShownColumn[]): Sql {
  const places = join(columns.map((_, index) => name(`c${index}`)));
  return sql`create or replace table ${values} as
    select substr(k, 2)::integer as k, v, count(*)::bigint as n
    from (unpivot (select * exclude ("__row") from ${afterRows}) on ${places} into name k value v) group by all`;
}

const selectTop = sql`select k, present, "distinct", v, n from (
    select k, v, n, sum(n) over (partition by k)::bigint as present, count(*) over (partition by k) as "distinct",
      row_number() over (partition by k order by n desc, v) as place from ${values}
  ) where place <= ${topValues} order by k, place`;

/** Bins of equal width between the least and the greatest of each measured column. */
function selectBins(columns: readonly ShownColumn[]): Sql | undefined {
  const parts = Object.entries(measures).flatMap(([type, measure]) => {
    const own = columns.flatMap((column, index) =>
      column.type.name === type && !column.hidden ? [index] : [],
    );
    return own.length === 0
      ? []
      : [
          sql`select k, n, ${measure} as x from ${values} where k in (${join(own.map((index) => literal(index)))})`,
        ];
  });
  if (parts.length === 0) return undefined;
  return sql`with measured as (${join(parts, unsafeText(" union all "))}),
    ends as (select k, min(x) as least, max(x) as most from measured where isfinite(x) group by k)
    select k, least, most, least_bin as bin, sum(n)::bigint as n from (
      select m.k, m.n, e.least, e.most,
        case when e.most > e.least then least(${bins - 1}, floor((m.x - e.least) / (e.most - e.least) * ${bins}))::integer else 0 end as least_bin
      from measured m join ends e on e.k = m.k where isfinite(m.x)
    ) group by all order by k, bin`;
}

const edge = (at: number, type: ColumnType): string => {
  if (!isDated(type)) return String(Number(at.toPrecision(12)));
  const text = new Date(at * 1000).toISOString();
  return type.name === "date" ? text.slice(0, 10) : text.slice(0, 19).replace("T", " ");
};

function rangeOf(rows: readonly EngineRow[], type: ColumnType): Histogram {
  const least = Number(rows[0]?.least);
  const width = (Number(rows[0]?.most) - least) / bins;
  const made = width > 0 ? bins : 1;
  return {
    kind: "range",
    bins: Array.from({ length: made }, (_, bin) => ({
      from: edge(least + bin * width, type),
      to: edge(least + (bin + 1) * width, type),
      rows: Number(rows.find((row) => Number(row.bin) === bin)?.n ?? 0),
    })),
    other: 0,
  };
}

function categoriesOf(top: readonly EngineRow[]): Histogram | undefined {
  const [first] = top;
  // Values that all differ have no shape.
  if (!first || (Number(first.n) === 1 && Number(first.distinct) > topValues)) return undefined;
  const present = Number(first.present);
  const listed = top.map((row) => ({ label: String(row.v), rows: Number(row.n) }));
  return {
    kind: "category",
    bins: listed,
    other: present - listed.reduce((sum, { rows }) => sum + rows, 0),
  };
}

/** What the rules of columns say of the shown rows: `e<i>` wrong, `m<i>` empty, of all rows. */
function selectQuality(table: TablePlan, columns: readonly ShownColumn[]): Sql {
  const counts = columns.flatMap((column, index) => {
    const wrong = anyFlag("c", violationMasks(table, column.name));
    const value = name("c", column.name);
    return [
      sql`count_if(${wrong}) as ${name(`e${index}`)}`,
      sql`count_if(${value} is null and not (${wrong})) as ${name(`m${index}`)}`,
    ];
  });
  return sql`select ${join(counts)} from ${shown} s join ${tableNames.cleansed(table.name)} c on c."__row" = s."__row"`;
}

/** How many of the shown rows had no value as the source gave them: `r<i>`. */
function selectRawNulls(rawTable: Sql, columns: readonly ShownColumn[]): Sql {
  const counts = columns.map(
    (column, index) =>
      sql`count_if(${name("t", column.plan?.from ?? column.name)} is null) as ${name(`r${index}`)}`,
  );
  return sql`select ${join(counts)} from ${shown} s join ${rawTable} t on t.rowid = s."__row"`;
}

const byColumn = (rows: readonly EngineRow[]): ReadonlyMap<number, readonly EngineRow[]> =>
  Map.groupBy(rows, (row) => Number(row.k));

export interface ProfileWork {
  readonly engine: Engine;
  readonly table: TablePlan;
  readonly rawTable: Sql;
  readonly columns: readonly ShownColumn[];
  /** Rows that are shown, and those of them that are still there. */
  readonly rows: number;
  readonly kept: number;
  readonly isCleansed: boolean;
  readonly isRaw: boolean;
}

/** Figures of every column, over all rows of the sample. */
export async function profileColumns(work: ProfileWork): Promise<readonly PreviewProfile[]> {
  const { engine, table, columns, rows, kept } = work;
  if (columns.length === 0) return [];
  await engine.execute(createValues(columns));
  const top = byColumn(await engine.rows(selectTop));
  const binQuery = selectBins(columns);
  const binned = byColumn(binQuery ? await engine.rows(binQuery) : []);
  const quality = work.isCleansed ? ((await engine.rows(selectQuality(table, columns)))[0] ?? {}) : {};
  const raw = (await engine.rows(selectRawNulls(work.rawTable, columns)))[0] ?? {};
  return columns.map((column, index) => {
    const values = top.get(index) ?? [];
    const present = Number(values[0]?.present ?? 0);
    const error = Number(quality[`e${index}`] ?? 0);
    const rawNulls = Number(raw[`r${index}`] ?? 0);
    const empty = work.isCleansed ? Number(quality[`m${index}`] ?? 0) : rawNulls;
    const range = binned.get(index);
    const histogram = range ? rangeOf(range, column.type) : categoriesOf(values);
    const share = (count: number, of: number) => (of === 0 ? 0 : Math.min(1, Math.max(0, count / of)));
    return {
      ...(work.isRaw ? { nullBefore: share(rawNulls, rows) } : {}),
      nullAfter: column.hidden ? share(empty, rows) : share(kept - present, kept),
      ...(column.hidden ? {} : { distinct: Number(values[0]?.distinct ?? 0) }),
      valid: Math.max(0, rows - error - empty),
      error,
      empty,
      ...(histogram && !column.hidden ? { histogram } : {}),
    };
  });
}
