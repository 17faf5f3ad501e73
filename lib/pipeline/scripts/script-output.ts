import { type PythonScriptRequest, placeName } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import type { ScriptOutput } from "../ports.ts";
import type { RunContext } from "../run-context.ts";

/** What is kept of what one script prints; it goes on, and its bytes are counted. */
const keptCharacters = 256_000;

/**
 * Runs a script and hands what it printed, and its own lines of a traceback, to who keeps them apart from the run's log: both
 * may hold values of the data. The log says how much there is, and the line of the error.
 */
export async function withOutput<T>(
  context: RunContext,
  place: PythonScriptRequest["place"],
  work: (onOutput: (text: string) => void) => Promise<T>,
): Promise<T> {
  const printed = new Printed();
  try {
    const value = await work((text) => printed.add(text));
    await keep(context, place, printed, undefined);
    return value;
  } catch (error) {
    await keep(context, place, printed, error instanceof AppError ? error : undefined);
    throw error;
  }
}

class Printed {
  text = "";
  bytes = 0;
  isCut = false;

  add(piece: string): void {
    this.bytes += Buffer.byteLength(piece);
    const room = keptCharacters - this.text.length;
    if (piece.length > room) this.isCut = true;
    if (room > 0) this.text += piece.slice(0, room);
  }
}

async function keep(
  { request }: RunContext,
  place: PythonScriptRequest["place"],
  { text, bytes, isCut }: Printed,
  error: AppError | undefined,
): Promise<void> {
  // Only an error of the script's own says something that its author has not read yet.
  const isOwn = error?.code === "script-failed" || error?.code === "script-refused";
  const trace = isOwn && error?.cause instanceof Error ? error.cause.message : "";
  const line = isOwn ? error?.place.line : undefined;
  if (bytes === 0 && trace === "" && line === undefined) return;
  const { stage, table, column } = place;
  const { ports } = request;
  if (bytes > 0)
    ports.journal.emit({
      level: "info",
      kind: "message",
      message: "script-printed",
      params: { place: placeName(place), bytes },
    });
  const output: ScriptOutput = {
    stage,
    table,
    bytes,
    isCut,
    text,
    trace,
    ...(column === undefined ? {} : { column }),
    ...(line === undefined ? {} : { line }),
  };
  await ports.artefacts.scriptOutput?.(output);
}
