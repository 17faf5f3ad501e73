/**
 * The process that touches data for others: users' SQL, files from outside, pages of Parquet. It has no environment, no keys
 * and no address of any database; it ends with its parent.
 */
import { flushCompileCache } from "node:module";
import { AppError, type ErrorData } from "#lib/kernel";
import { clusterValues } from "./child/cluster-values.ts";
import { openLockedEngine } from "./child/locked-engine.ts";
import { inspectFiles, runScriptOverFiles } from "./child/read-files.ts";
import { parquetAsCsv, readRows } from "./child/read-parquet.ts";
import { runScript } from "./child/run-script.ts";
import type { TaskReply, TaskRequest } from "./protocol.ts";

async function perform({ task, scratch, limits }: TaskRequest): Promise<unknown> {
  const engine = await openLockedEngine(scratch, limits);
  try {
    switch (task.kind) {
      case "script":
        return await runScript(engine, task);
      case "inspect-files":
        return await inspectFiles(engine, task, scratch, limits.diskBytes);
      case "script-over-files":
        return await runScriptOverFiles(engine, task, scratch, limits.diskBytes);
      case "inspect-database":
        return (await import("./child/sqlite/inspect-database.ts")).inspectDatabase(task);
      case "script-in-database": {
        const { runScriptInDatabase } = await import("./child/sqlite/run-in-database.ts");
        return await runScriptInDatabase(engine, task, scratch);
      }
      case "parquet-as-csv":
        return await parquetAsCsv(engine, task);
      case "profile": {
        // Loaded on demand: its tests and dictionaries are of no use to the other tasks.
        const { profileSample } = await import("./child/profile-sample.ts");
        return await profileSample(engine, task);
      }
      case "cluster-values":
        return await clusterValues(engine, task);
      case "read-rows":
        return await readRows(engine, task);
      default:
        throw new TypeError("unknown task");
    }
  } finally {
    engine.close();
  }
}

const causeText = (cause: unknown): string | undefined =>
  cause instanceof Error ? cause.message : cause === undefined ? undefined : String(cause);

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && /^Out of Memory Error/.test(error.message);

function failure(id: number, task: string, error: unknown): TaskReply {
  const unknown = isOutOfMemory(error)
    ? new AppError("sandbox-limit", { task, resource: "RAM", limit: "" })
    : new AppError("sandbox-failed", { task, detail: error instanceof Error ? error.name : "Error" });
  const data: ErrorData = (error instanceof AppError ? error : unknown).toData();
  return { id, error: data, cause: causeText(error instanceof AppError ? error.cause : error) };
}

// Its parent kills it when it is done: what was compiled for it is written now.
setImmediate(() => flushCompileCache());
// An exit would wait for the engine, which may be in the middle of a statement without an end.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.on("message", (request: TaskRequest) => {
  perform(request)
    .then((value): TaskReply => ({ id: request.id, value }))
    .catch((error: unknown) => failure(request.id, request.task.kind, error))
    .then((reply) => process.send?.(reply));
});
