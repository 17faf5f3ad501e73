import { appendFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { config, makePrivateFolder } from "#lib/config/server";
import { AppError, newId } from "#lib/kernel";
import { createLog } from "#lib/telemetry/server";

/** The file is begun anew past this: it is for the last failures, not a history. */
const mostBytes = 1 << 20;

/** An error as it may be shown: one that nobody foresaw keeps its words to the log, which has its reference. */
export const asAppError = (error: unknown): AppError =>
  error instanceof AppError ? error : new AppError("internal", { reference: newId() }, { cause: error });

/**
 * Writes a failure inside the product to `command-line.log` in the data folder: classes, codes and places in our code, no value.
 * Answers the file, or undefined where nothing was to be or could be written.
 */
export async function logFailure(error: AppError): Promise<string | undefined> {
  if (error.definition.kind !== "internal") return undefined;
  try {
    const file = path.join(await makePrivateFolder(config().data.root), "command-line.log");
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > mostBytes) rmSync(file);
    const write = (line: string) => appendFileSync(file, line, { mode: 0o600 });
    createLog({ level: "error", process: "etlx", destination: { write } }).error({ err: error }, "failed");
    return file;
  } catch {
    return undefined;
  }
}
