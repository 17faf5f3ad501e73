import { AppError } from "#lib/kernel";
import { type Sql, sql } from "#lib/sql";
import { findNormalizer } from "../registry.ts";
import {
  type ClusterColumn,
  compileClusters,
  compileDistinctCount,
  compilePairCount,
  greatestPairs,
} from "./compile-clusters.ts";
import { type Cluster, mergeClusters } from "./merge-clusters.ts";
import { type ClusterMethod, findClusterMethod } from "./methods.ts";

/** Values that look alike and would change: more of them nobody reads, and a `map-values` takes no more. */
const greatestChanges = 2_000;
/** Longer texts are no categories, and no parameter of a rule holds them. */
const longestValue = 1_000;

/** What is looked for in a column. */
export interface ClusterSearch {
  /** What people call the column, for errors. */
  readonly label: string;
  /** Normalizers of the column up to where the merge will stand. */
  readonly normalize: readonly {
    readonly rule: string;
    readonly with?: Readonly<Record<string, unknown>> | undefined;
  }[];
  readonly method: string;
  /** Changed letters that still count as one value, for methods that count them. */
  readonly radius: number;
}

/** Values that look like one, to whom may see them. */
export interface ValueClusters {
  /** Rows that were looked at, those without a text among them. */
  readonly looked: number;
  /** Rows with a text. */
  readonly rows: number;
  /** About how many different values there are. */
  readonly distinct: number;
  readonly clusters: readonly Cluster[];
  /** Clusters beyond those, of fewer rows. */
  readonly more: number;
}

/** Who runs the statements. */
export interface ClusterEngine {
  execute(statement: Sql): Promise<unknown>;
  rows(statement: Sql): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

const texts = sql`texts_to_cluster`;
const column: ClusterColumn = { table: texts, column: "v" };

/** The column's texts as they are where a merge would act: after the normalizers that come before it. Answers how many rows there were. */
async function load(engine: ClusterEngine, values: Sql, uses: ClusterSearch["normalize"]): Promise<number> {
  let value = sql`v`;
  for (const use of uses) {
    const definition = findNormalizer(use.rule);
    const params = definition?.params.safeParse(use.with ?? {});
    if (!definition?.compile || !params?.success)
      throw new AppError("not-found", { what: "rule", name: use.rule });
    value = definition.compile.duckdb({ value, type: { name: "string" }, params: params.data });
  }
  await engine.execute(sql`create or replace temp table ${texts} as select ${value} as v from (${values})`);
  const looked = await number(engine, sql`select count(*) from ${texts}`);
  await engine.execute(sql`delete from ${texts} where v is null or length(v) > ${longestValue}`);
  return looked;
}

const number = async (engine: ClusterEngine, statement: Sql): Promise<number> =>
  Number(Object.values((await engine.rows(statement))[0] ?? {})[0] ?? 0);

async function neighbours(engine: ClusterEngine, method: ClusterMethod, search: ClusterSearch) {
  // One more than may be, so that it shows.
  const most = greatestChanges * 20 + 1;
  const found = await engine.rows(
    sql`select * from (${compileClusters(column, method, search.radius)}) as found(v, other, n, m) limit ${most}`,
  );
  if (found.length === most)
    throw new AppError("merges-too-many", { column: search.label, count: most, limit: most - 1 });
  return found.map(({ v, other, n, m }) => ({
    from: String(v),
    to: String(other),
    fromRows: Number(n),
    toRows: Number(m),
  }));
}

/**
 * Finds values that look like one among the texts of a query, whose one column is `v`.
 * @throws AppError `merges-too-many` where a list of misspellings would be none, or nobody could wait for it
 */
export async function findClusters(
  engine: ClusterEngine,
  values: Sql,
  search: ClusterSearch,
): Promise<ValueClusters> {
  const method = findClusterMethod(search.method);
  if (!method) throw new AppError("not-found", { what: "method", name: search.method });
  const refuseAbove = (count: number, limit: number) => {
    if (count > limit) throw new AppError("merges-too-many", { column: search.label, count, limit });
  };
  const looked = await load(engine, values, search.normalize);
  const rows = await number(engine, sql`select count(*) from ${texts}`);
  const distinct = await number(engine, compileDistinctCount(column));
  refuseAbove(distinct, method.greatest);
  if (method.isDistance)
    refuseAbove(await number(engine, compilePairCount(column, method, search.radius)), greatestPairs);
  const clusters = mergeClusters(await neighbours(engine, method, search));
  await engine.execute(sql`drop table ${texts}`);
  let changes = 0;
  const shown = clusters.filter(({ from }) => {
    changes += from.length;
    return changes <= greatestChanges;
  });
  return { looked, rows, distinct, clusters: shown, more: clusters.length - shown.length };
}
