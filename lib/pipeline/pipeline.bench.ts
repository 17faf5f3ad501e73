import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import pg from "pg";
import { createPeopleTable, insertPeople, peopleTable } from "#lib/demo/server";
import { benchPostgres } from "./bench/bench-postgres.ts";
import { pythonEnvironment } from "./bench/python-environment.ts";
import { type Measured, runContender } from "./bench/run-contender.ts";
import { showResults } from "./bench/show-results.ts";

/**
 * The main benchmark: twelve messy columns from PostgreSQL to Parquet, beside yardsticks on the same rows in the same run.
 * `npm run bench -- --rows 2000000 --json --only ours,duckdb --database URL`
 */
const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "2000000" },
    json: { type: "boolean", default: false },
    only: { type: "string", default: "copy,duckdb,polars,pandas,ours" },
    database: { type: "string" },
    memory: { type: "string", default: "512MB" },
    threads: { type: "string", default: "2" },
  },
});
const rows = Number(values.rows);
const only = new Set(values.only.split(","));
const here = (file: string) => fileURLToPath(new URL(`./bench/${file}`, import.meta.url));
const note = (line: string) => process.stderr.write(`${line}\n`);
const seed = 7;
const batch = 250_000;

const postgres = await benchPostgres(values.database);
const results: Measured[] = [];
const skipped: { name: string; reason: string }[] = [];
try {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`drop table if exists ${peopleTable}`);
  await client.query(createPeopleTable);
  for (let from = 1; from <= rows; from += batch) {
    await client.query(insertPeople(seed, from, Math.min(rows, from + batch - 1)));
    note(`${Math.min(rows, from + batch - 1)} of ${rows} rows made`);
  }
  await client.query(`vacuum analyze ${peopleTable}`);
  await client.end();

  const task = {
    databaseUrl: postgres.url,
    table: peopleTable,
    memory: values.memory,
    threads: Number(values.threads),
  };
  const contend = async (name: string, program: string, script: string) => {
    note(`${name} …`);
    results.push(await runContender(name, [program, here(script)], task, postgres.pid));
  };
  if (only.has("copy")) await contend("bare COPY", process.execPath, "bare-copy.bench.ts");
  if (only.has("duckdb")) await contend("hand-written DuckDB", process.execPath, "yardstick-duckdb.bench.ts");
  if (only.has("polars") || only.has("pandas")) {
    const environment = await pythonEnvironment(
      path.join(homedir(), ".cache", "etl-express", "bench-python"),
    );
    for (const name of ["polars", "pandas"].filter((one) => only.has(one))) {
      if ("skipped" in environment) skipped.push({ name, reason: environment.skipped });
      else await contend(name, environment.python, `yardstick-${name}.py`);
    }
  }
  if (only.has("ours")) await contend("ETL-Express", process.execPath, "ours.bench.ts");
} finally {
  await postgres.stop();
}
process.stdout.write(
  values.json
    ? `${JSON.stringify({ rows, memory: values.memory, results, skipped })}\n`
    : `${showResults(results, "hand-written DuckDB", skipped)}\n`,
);
