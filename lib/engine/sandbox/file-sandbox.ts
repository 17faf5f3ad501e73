import { rm } from "node:fs/promises";
import type { FileSandbox } from "#lib/sources";
import type { TaskLimits } from "./child-process.ts";
import { runTask } from "./run-task.ts";

/** A failed output is removed. */
async function withOutput<T>(
  output: { readonly databaseFile: string } | undefined,
  work: Promise<T>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (output) {
      await rm(output.databaseFile, { force: true });
      await rm(`${output.databaseFile}.wal`, { force: true });
    }
    throw error;
  }
}

/** Reads files from outside in locked-down processes: what the drivers of files are given. */
export const fileSandbox = (limits: TaskLimits): FileSandbox => ({
  inspect: (files, { signal }) => runTask({ kind: "inspect-files", files }, { limits, signal }),
  run: ({ table, scratch, signal, ...task }) => {
    const place = { stage: "extract", table };
    return withOutput(
      task.output,
      runTask({ kind: "script-over-files", place, ...task }, { limits, signal, scratch }),
    );
  },
  inspectDatabase: (file, { signal }) => runTask({ kind: "inspect-database", file }, { limits, signal }),
  runInDatabase: ({ table, scratch, signal, ...task }) => {
    const place = { stage: "extract", table };
    return withOutput(
      task.output,
      runTask({ kind: "script-in-database", place, ...task }, { limits, signal, scratch }),
    );
  },
});
