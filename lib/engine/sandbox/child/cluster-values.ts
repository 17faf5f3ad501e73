import {
  type ClusterColumn,
  compileClusters,
  compileDistinctCount,
  compilePairCount,
  findClusterMethod,
  findNormalizer,
  greatestPairs,
  mergeClusters,
} from "#lib/column-rules";
import { AppError } from "#lib/kernel";
import { duckdbQuoting, render, type Sql, sql } from "#lib/sql";
import type { Task, ValueClusters } from "../protocol.ts";
import type { LockedEngine } from "./locked-engine.ts";

type ClusterTask = Extract<Task, { kind: "cluster-values" }>;

const { name: quote, literal } = duckdbQuoting;
const text = (statement: Sql): string => render(statement, duckdbQuoting).text;

/** Values that look alike and would change: more of them nobody reads, and a `map-values` takes no more. */
const greatestChanges = 2_000;
/** Longer texts are no categories, and no parameter of a rule holds them. */
const longestValue = 1_000;

/** The column's texts as they are where a merge would act: after the normalizers that come before it. */
async function load(engine: LockedEngine, { input, column, normalize }: ClusterTask): Promise<void> {
  let value = sql`v`;
  for (const use of normalize) {
    const definition = findNormalizer(use.rule);
    const params = definition?.params.safeParse(use.with ?? {});
    if (!definition || !params?.success) throw new AppError("not-found", { what: "rule", name: use.rule });
    value = definition.compile.duckdb({ value, type: { name: "string" }, params: params.data });
  }
  const columns = input.columns.map((one) => `${literal(one)}: 'VARCHAR'`).join(", ");
  const from =
    input.kind === "csv"
      ? `read_csv(${literal(input.file)}, auto_detect=false, header=false, delim=',', quote='"', escape='"',
          nullstr='', allow_quoted_nulls=false, max_line_size=16777216, columns={${columns}})`
      : `intake.main.${quote(input.table)}`;
  if (input.kind === "database")
    await engine.connection.run(`attach ${literal(input.file)} as intake (read_only)`);
  await engine.connection.run(
    `create table texts as select ${text(value)} as v from (select cast(${quote(column)} as varchar) as v from ${from})
     where v is not null`,
  );
  await engine.connection.run(`delete from texts where v is null or length(v) > ${longestValue}`);
}

async function number(engine: LockedEngine, statement: Sql): Promise<number> {
  const [row] = await engine.rows(text(statement));
  return Number(Object.values(row ?? {})[0] ?? 0);
}

/** @throws AppError `merges-too-many` where a list of misspellings would be none, or nobody could wait for it */
export async function clusterValues(engine: LockedEngine, task: ClusterTask): Promise<ValueClusters> {
  const method = findClusterMethod(task.method);
  if (!method) throw new AppError("not-found", { what: "method", name: task.method });
  await load(engine, task);
  const column: ClusterColumn = { table: sql`texts`, column: "v" };
  const rows = await number(engine, sql`select count(*) from texts`);
  const distinct = await number(engine, compileDistinctCount(column));
  const tooMany = (count: number, limit: number) =>
    new AppError("merges-too-many", { column: task.label, count, limit });
  if (distinct > method.greatest) throw tooMany(distinct, method.greatest);
  if (method.isDistance) {
    const pairs = await number(engine, compilePairCount(column, method, task.radius));
    if (pairs > greatestPairs) throw tooMany(pairs, greatestPairs);
  }
  // One more than may be, so that it shows.
  const most = greatestChanges * 20 + 1;
  const found = (
    await engine.connection.runAndReadAll(
      `from (${text(compileClusters(column, method, task.radius))}) limit ${most}`,
    )
  ).getRowsJson();
  if (found.length === most) throw tooMany(most, most - 1);
  const clusters = mergeClusters(
    found.map(([from, to, n, m]) => ({
      from: String(from),
      to: String(to),
      fromRows: Number(n),
      toRows: Number(m),
    })),
  );
  let changes = 0;
  const shown = clusters.filter(({ from }) => {
    changes += from.length;
    return changes <= greatestChanges;
  });
  return { rows, distinct, clusters: shown, more: clusters.length - shown.length };
}
