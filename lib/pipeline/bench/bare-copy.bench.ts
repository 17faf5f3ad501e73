import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { readTask, stopwatch } from "./contender.ts";

/** The floor of any extraction: the same COPY, thrown away. */
const task = readTask();
const client = new pg.Client({ connectionString: task.databaseUrl });
await client.connect();
const watch = stopwatch();
let bytes = 0;
const nowhere = new Writable({
  write(chunk: Buffer, _encoding, done) {
    bytes += chunk.length;
    done();
  },
});
await pipeline(client.query(copyTo(`copy (select * from ${task.table}) to stdout (format csv)`)), nowhere);
watch.lap("extract");
watch.answer({ bytes });
await client.end();
