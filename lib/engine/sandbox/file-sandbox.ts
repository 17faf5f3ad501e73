import { rm } from "node:fs/promises";
import type { FileSandbox } from "#lib/sources";
import type { TaskLimits } from "./child-process.ts";
import { runTask } from "./run-task.ts";

/** Reads files from outside in locked-down processes: what the files driver is given. */
export const fileSandbox = (limits: TaskLimits): FileSandbox => ({
  inspect: (files, { signal }) => runTask({ kind: "inspect-files", files }, { limits, signal }),
  run: async ({ files, table, script, output, scratch, sample, signal }) => {
    const place = { stage: "extract", table };
    try {
      return await runTask(
        { kind: "script-over-files", place, files, script, output, sample },
        { limits, signal, scratch },
      );
    } catch (error) {
      if (output) {
        await rm(output.databaseFile, { force: true });
        await rm(`${output.databaseFile}.wal`, { force: true });
      }
      throw error;
    }
  },
});
