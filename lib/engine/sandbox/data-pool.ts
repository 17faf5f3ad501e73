import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { ValueClusters } from "#lib/column-rules";
import { AppError } from "#lib/kernel";
import type { FileFacts, FileReading, Intake } from "#lib/sources";
import { throughFifo } from "../duckdb/csv-fifo.ts";
import { SandboxProcess, type TaskLimits } from "./child-process.ts";
import type { RowPage, SampleProfile, Task, TaskResult } from "./protocol.ts";

type ClusterRequest = Omit<Extract<Task, { kind: "cluster-values" }>, "kind">;

export interface DataPool {
  /** A page of a Parquet file in its own order; at most 10 000 rows. */
  readRows(
    request: {
      readonly file: string;
      readonly columns?: readonly string[];
      readonly offset: number;
      readonly limit: number;
    },
    signal?: AbortSignal,
  ): Promise<RowPage>;
  /** Values of a column that look like one. @throws AppError `merges-too-many` */
  clusterValues(request: ClusterRequest, signal?: AbortSignal): Promise<ValueClusters>;
  /** How a file is written and which columns it has. */
  sniffFile(file: FileReading, signal?: AbortSignal): Promise<FileFacts>;
  /** Counts the columns of a sample; no value of it comes back. */
  profile(sample: Intake, signal?: AbortSignal): Promise<SampleProfile>;
  close(): Promise<void>;
}

/** Interactive work: small, and gone when it is slow. */
export const interactiveLimits: TaskLimits = {
  memory: "512MB",
  threads: 2,
  seconds: 30,
  diskBytes: 2 ** 31,
};

const mostRows = 10_000;
/** A profile takes a few seconds for the widest table; on a busy machine its source may be slow as well. */
const profileSeconds = 180;
/** Comparing each value with those like it takes longer than a page: a person has asked for it and waits. */
const clusterSeconds = 90;

/**
 * Warm children for the web, which must not load the engine itself: one request at a time each, killed and replaced past the
 * limits. Requests wait in line; a line that is too long is refused.
 */
export function dataPool(
  options: { readonly size?: number; readonly limits?: TaskLimits; readonly queue?: number } = {},
): DataPool {
  const { size = 2, limits = interactiveLimits, queue = 100 } = options;
  const workers: { child: SandboxProcess; scratch: string }[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;
  let isClosed = false;

  const start = () => {
    const scratch = mkdtempSync(path.join(os.tmpdir(), "etlx-pool-"));
    const child = new SandboxProcess(scratch, limits.diskBytes);
    child.unref();
    const worker = { child, scratch };
    workers.push(worker);
    return worker;
  };
  const discard = async (worker: { child: SandboxProcess; scratch: string }) => {
    workers.splice(workers.indexOf(worker), 1);
    // An idle child keeps nobody alive, not even who waits for its end.
    worker.child.ref();
    await worker.child.end();
    await rm(worker.scratch, { recursive: true, force: true });
  };

  const perform = async <T extends Task>(
    task: T,
    signal?: AbortSignal,
    seconds = limits.seconds,
  ): Promise<TaskResult[T["kind"]]> => {
    const closed = () => new AppError("sandbox-failed", { task: task.kind, detail: "closed" });
    if (isClosed) throw closed();
    if (busy >= size) {
      if (waiting.length >= queue) {
        throw new AppError("sandbox-limit", { task: task.kind, resource: "queue", limit: String(queue) });
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
      if (isClosed) throw closed();
    }
    busy++;
    for (const dead of workers.filter((w) => !w.child.isAlive)) await discard(dead);
    const worker = workers.find((w) => w.child.isIdle) ?? start();
    worker.child.ref();
    try {
      return await worker.child.perform(task, { ...limits, seconds }, signal ?? new AbortController().signal);
    } catch (error) {
      // A child whose engine failed inside may be left in any state.
      const isDoubtful = error instanceof AppError && error.definition.kind === "internal";
      if (!worker.child.isAlive || isDoubtful) await discard(worker);
      throw error;
    } finally {
      worker.child.unref();
      busy--;
      waiting.shift()?.();
    }
  };

  return {
    readRows: ({ file, columns, offset, limit }, signal) =>
      perform(
        {
          kind: "read-rows",
          file: path.resolve(file),
          columns,
          offset: Math.max(0, Math.trunc(offset)),
          limit: Math.min(mostRows, Math.max(0, Math.trunc(limit))),
        },
        signal,
      ),
    clusterValues: (request, signal) =>
      perform({ kind: "cluster-values", ...request }, signal, clusterSeconds),
    sniffFile: async (file, signal) => {
      const [facts] = await perform({ kind: "inspect-files", files: [file] }, signal);
      if (!facts) throw new AppError("file-missing", { file: file.label });
      return facts;
    },
    profile: async (sample, signal) => {
      const columns = sample.columns.map((column) => column.name);
      if (columns.length === 0) {
        if (sample.kind === "csv") sample.stream.destroy();
        return { rows: 0, columns: [] };
      }
      if (sample.kind === "database") {
        const { file: databaseFile, table } = sample;
        return perform({ kind: "profile", columns, input: { databaseFile, table } }, signal, profileSeconds);
      }
      const folder = mkdtempSync(path.join(os.tmpdir(), "etlx-sample-"));
      try {
        return await throughFifo(folder, sample.stream, (csv) =>
          perform({ kind: "profile", columns, input: { csv } }, signal, profileSeconds),
        );
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    close: async () => {
      isClosed = true;
      for (const resume of waiting.splice(0)) resume();
      await Promise.all([...workers].map(discard));
    },
  };
}
