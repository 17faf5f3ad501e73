import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { AggregatedClasses } from "../classes/aggregated-classes.ts";
import { labelLevels } from "../classes/label-levels.ts";

/** A quasi-identifier of made people: how many values, how uneven, and the widths of its levels. */
interface MadeColumn {
  readonly name: string;
  readonly domain: number;
  /** Uniform at 1; the larger, the more of the first values. */
  readonly skew: number;
  readonly widths: readonly number[];
}

const columns: readonly MadeColumn[] = [
  { name: "sex", domain: 2, skew: 1, widths: [] },
  { name: "age", domain: 90, skew: 1.2, widths: [5, 10, 30] },
  { name: "region", domain: 85, skew: 5, widths: [10, 30] },
  { name: "settlement", domain: 4, skew: 3, widths: [2] },
  { name: "education", domain: 10, skew: 3, widths: [3] },
  { name: "occupation", domain: 50, skew: 6, widths: [7] },
  { name: "marital status", domain: 6, skew: 4, widths: [3] },
  { name: "children", domain: 6, skew: 5, widths: [2] },
  { name: "income", domain: 20, skew: 4, widths: [5, 10] },
];

const levelsOf = ({ domain, widths }: MadeColumn) =>
  labelLevels(
    Array.from({ length: domain }, (_, value) => [
      `${value}`,
      ...widths.map((width) => `${Math.floor(value / width)}`),
      "*",
    ]),
  );

/** Makes rows in DuckDB, aggregates them there, and brings only the distinct combinations out. */
export async function syntheticClasses(
  rows: number,
): Promise<{ readonly classes: AggregatedClasses; readonly seconds: { made: number; aggregated: number } }> {
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: "2GB" });
  const connection = await instance.connect();
  const begun = performance.now();
  const value = ({ domain, skew }: MadeColumn, at: number) =>
    `floor(${domain} * pow(hash(i * 9 + ${at}) / 18446744073709551616.0, ${skew}))::integer as c${at}`;
  await connection.run(
    `create table made as select ${columns.map(value).join(", ")} from range(${rows}) t(i)`,
  );
  const made = performance.now();
  const classes = await aggregate(connection);
  const aggregated = performance.now();
  connection.closeSync();
  instance.closeSync();
  return { classes, seconds: { made: (made - begun) / 1000, aggregated: (aggregated - made) / 1000 } };
}

async function aggregate(connection: DuckDBConnection): Promise<AggregatedClasses> {
  const names = columns.map((_, at) => `c${at}`).join(", ");
  await connection.run(
    `create table grouped as select ${names}, count(*)::integer as n from made group by all order by all`,
  );
  const counted = await connection.runAndReadAll("select count(*)::integer from grouped");
  const count = Number(counted.getRows()[0]?.[0] ?? 0);
  const codes = columns.map(() => new Int32Array(count));
  const sizes = new Float64Array(count);
  const result = await connection.stream("select * from grouped");
  let from = 0;
  for (
    let chunk = await result.fetchChunk();
    chunk && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    for (const [at, target] of [...codes, sizes].entries()) {
      const vector = chunk.getColumnVector(at);
      for (let row = 0; row < chunk.rowCount; row++) target[from + row] = Number(vector.getItem(row));
    }
    from += chunk.rowCount;
  }
  return {
    columns: columns.map((column, at) => ({
      name: column.name,
      codes: codes[at] ?? new Int32Array(),
      levels: levelsOf(column),
    })),
    rows: sizes,
  };
}
