import path from "node:path";
import { createClasses, planModule, searchedColumns, tableNames } from "#lib/compiler";
import { openEngine } from "#lib/engine/server";
import { throwAwayKeys } from "#lib/keys/server";
import { findGeneralization } from "#lib/privacy";
import { name, sql } from "#lib/sql";
import { aggregatedClasses } from "../aggregated-classes.ts";
import { readTask, stopwatch } from "./contender.ts";
import { createMade, type MadeKind, madeDocument, madeKinds } from "./made-rows.ts";

/** A run's search for levels, over made rows: its own statements and limits. The task's table is the kind of rows, their number and the limit. */
const task = readTask();
const [kind = "", rowCount = "", share = ""] = task.table.split(" ");
const isKind = (text: string): text is MadeKind => Object.hasOwn(madeKinds, text);
if (!isKind(kind)) throw new TypeError(`${kind} is no kind of made rows`);
const rows = Number(rowCount);
const keys = throwAwayKeys();
const engine = await openEngine({
  file: path.join(task.folder, "run.duckdb"),
  memory: task.memory,
  threads: task.threads,
  material: (domain, purpose) => keys.material(domain, purpose),
  signal: new AbortController().signal,
});
for (const schema of tableNames.schemas)
  await engine.execute(sql`create schema if not exists ${name(schema)}`);
for (const statement of createMade(kind, rows)) await engine.execute(statement);
const plan = planModule(madeDocument(kind, 10));
const [table] = plan.tables;
if (!table) throw new TypeError("the document has a table");
const watch = stopwatch();
for (const statement of createClasses(plan, table, "published")) await engine.execute(statement);
const columns = searchedColumns(plan, table, new Map());
const classes = await aggregatedClasses(engine, table, columns, { persons: false });
watch.lap("aggregation");
const begun = process.cpuUsage();
const result = findGeneralization({
  classes,
  models: table.models,
  suppressionLimit: Math.floor(rows * Number(share)),
});
watch.lap("search");
const used = process.cpuUsage(begun);
if (result.outcome !== "found") throw new Error(result.reason.en);
const { best, optimal, nodesChecked, lattice } = result;
process.stderr.write(`  levels ${best.levels.join("")}${optimal ? "" : `: ${result.reason?.en}`}\n`);
watch.answer({
  combinations: classes.rows.length,
  nodesChecked,
  lattice,
  optimal: Number(optimal),
  searchCpuSeconds: (used.user + used.system) / 1e6,
  score: best.score,
  suppressedRows: best.suppressedRows,
  classes: best.classes,
});
await engine.close();
