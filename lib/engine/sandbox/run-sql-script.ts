import { rm } from "node:fs/promises";
import type { RunParameter } from "#lib/contracts";
import type { TaskLimits } from "./child-process.ts";
import type { ScriptInput, ScriptResult } from "./protocol.ts";
import { runTask } from "./run-task.ts";

/** What a script may unpack and spill, unless said. */
const defaultDiskBytes = 64 * 2 ** 30;

export interface SqlScriptRequest {
  /** Tables that the script sees, each in a database file that nobody has open for writing. */
  readonly inputs: readonly ScriptInput[];
  readonly script: string;
  /** Where its rows go: a database file of its own. Absent: the script is only checked and its columns found. */
  readonly output?: { readonly databaseFile: string; readonly table: string };
  readonly limits: Omit<TaskLimits, "diskBytes"> & { readonly diskBytes?: number };
  /** Whose script it is, and of which stage (`transform` unless said), for its errors. */
  readonly table: string;
  readonly stage?: string;
  /** Where its scratch folder is made. */
  readonly scratch?: string;
  /** Values that the script names, `$region`. */
  readonly parameters?: readonly RunParameter[];
  readonly signal: AbortSignal;
}

/**
 * Runs a user's SQL (one SELECT) over staged tables in a locked-down process. Throws `script-refused`, `script-failed`
 * (the engine's error class and our line, never its words) or `script-limit`; a failed output is removed.
 */
export async function runSqlScript(request: SqlScriptRequest): Promise<ScriptResult> {
  const { inputs, script, output, signal, scratch, parameters } = request;
  const place = { stage: request.stage ?? "transform", table: request.table };
  const limits = { diskBytes: defaultDiskBytes, ...request.limits };
  try {
    return await runTask(
      { kind: "script", place, inputs, script, output, ...(parameters ? { parameters } : {}) },
      { limits, signal, scratch },
    );
  } catch (error) {
    if (output) {
      await rm(output.databaseFile, { force: true });
      await rm(`${output.databaseFile}.wal`, { force: true });
    }
    throw error;
  }
}
