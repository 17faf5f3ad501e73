import { execFile } from "node:child_process";
import { constants, createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import type { TaskLimits } from "./child-process.ts";
import { runTask } from "./run-task.ts";

const run = promisify(execFile);

/**
 * Streams a Parquet file as CSV (no header, empty unquoted field = null) out of a child, through a named pipe: the rows
 * reach neither the disk nor this process's engine. An error of the child is the stream's error.
 */
export function parquetAsCsv(limits: TaskLimits) {
  return async (
    file: string,
    columns: readonly { readonly name: string; readonly datatype: string }[],
    options: { readonly scratch?: string; readonly signal: AbortSignal },
  ): Promise<Readable> => {
    const folder = await mkdtemp(path.join(options.scratch ?? os.tmpdir(), "pipe-"));
    const pipe = path.join(folder, "rows.csv");
    await run("mkfifo", ["-m", "600", pipe]);
    const plain = columns.map(({ name, datatype }) => ({ name, datatype }));
    const task = { kind: "parquet-as-csv", file: path.resolve(file), columns: plain, pipe } as const;
    async function* rows(): AsyncGenerator<Buffer> {
      const stopper = new AbortController();
      const signal = AbortSignal.any([options.signal, stopper.signal]);
      let failure: unknown;
      const reader = createReadStream(pipe, { highWaterMark: 1 << 18 });
      const working = runTask(task, { limits, signal, scratch: folder })
        .catch((error: unknown) => {
          failure = error;
        })
        .finally(async () => {
          // A child that never opened the pipe leaves the reader waiting; opening its other end lets go of it.
          const other = await open(pipe, constants.O_WRONLY | constants.O_NONBLOCK).catch(() => undefined);
          await other?.close();
        });
      try {
        for await (const chunk of reader) yield chunk;
        await working;
        if (failure !== undefined) throw failure;
      } finally {
        stopper.abort();
        await working;
        reader.destroy();
        await rm(folder, { recursive: true, force: true });
      }
    }
    return Readable.from(rows(), { objectMode: false });
  };
}
