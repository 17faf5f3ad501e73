import { randomBytes } from "node:crypto";
import path from "node:path";
import { blobValue, DuckDBInstance } from "@duckdb/node-api";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { throughFifo } from "#lib/engine/server";
import { readTask, stopwatch } from "./contender.ts";
import { sha256Of } from "./file-hash.ts";
import { cleanse, deduplicate, fakeNamesOnce, publish, quarantine, smallClasses } from "./yardstick-sql.ts";

/**
 * The yardstick: the benchmark's job as somebody who knows DuckDB would write it by hand, for this table alone. It keeps the
 * promises that cost time: rejected rows keep their raw values and a reason, every count adds up, k is enforced, what is
 * published is sorted by its key and has the SHA-256 of its file.
 */
const task = readTask();
const instance = await DuckDBInstance.create(path.join(task.folder, "yardstick.duckdb"), {
  memory_limit: task.memory,
  threads: String(task.threads),
  temp_directory: path.join(task.folder, "spill"),
  preserve_insertion_order: "false",
});
const engine = await instance.connect();
const run = (statement: string) => engine.run(statement);
const one = async (statement: string) =>
  Number((await engine.runAndReadAll(statement)).getRowsJson()[0]?.[0] ?? 0);
const pads = (key: Buffer) =>
  [0x36, 0x5c].map((fill) => {
    const pad = Buffer.alloc(64, fill);
    for (const [index, byte] of key.entries()) pad.writeUInt8(fill ^ byte, index);
    return blobValue(pad);
  });

const client = new pg.Client({ connectionString: task.databaseUrl });
await client.connect();
const watch = stopwatch();

const rows = client.query(copyTo(`copy (select * from ${task.table}) to stdout (format csv)`));
await throughFifo(task.folder, rows, async (fifo) => void (await run(cleanse(fifo))));
watch.lap("extract and cleanse");

for (const statement of deduplicate) await run(statement);
const rejected = await one("select count(*) from staged where reason is not null");
const deduplicated = await one("select count(*) from losers");
if (rejected > 0) await run(quarantine(path.join(task.folder, "quarantine.parquet")));
watch.lap("keys and quarantine");

await run(
  "set variable median_income = (select quantile_disc(income, 0.5) from staged where reason is null)",
);
for (const statement of smallClasses) await run(statement);
const suppressed = await one("select coalesce(sum(rows), 0) from small_classes");
watch.lap("protect");

const namesKey = randomBytes(32);
for (const statement of fakeNamesOnce) await engine.run(statement, [blobValue(namesKey)]);
await run("set preserve_insertion_order = true");
const file = path.join(task.folder, "people.parquet");
await engine.run(publish(file), [
  ...pads(randomBytes(32)),
  ...pads(randomBytes(32)),
  blobValue(randomBytes(32)),
]);
watch.lap("anonymize and write");

await sha256Of(file);
const published = await one(`select count(*) from read_parquet('${file}')`);
const extracted = await one("select count(*) from staged");
watch.lap("hash and count");
if (extracted !== published + rejected + deduplicated + suppressed)
  throw new Error("the yardstick's counts do not add up");
watch.answer({ extracted, published, rejected, deduplicated, suppressed });
engine.closeSync();
await client.end();
