import { constants, createWriteStream } from "node:fs";
import { chmod, lstat, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { RunParameter } from "#lib/contracts";
import type { ScriptPlace } from "../protocol.ts";
import { scriptRefused } from "../script-refusals.ts";
import type { PythonLimits } from "./jail.ts";
import type { PythonPool } from "./python-pool.ts";
import type { PythonJob, PythonJobKind, PythonOrder, PythonQuestion, PythonValue } from "./python-process.ts";

export interface PythonScriptRequest {
  readonly pool: Pick<PythonPool, "take">;
  readonly kind: PythonJobKind;
  readonly place: ScriptPlace;
  readonly script: string;
  /** Tables that the script gets, each written as Parquet where it is told. */
  readonly inputs?: readonly { readonly name: string; readonly write: (file: string) => Promise<void> }[];
  /** Values for a function that takes `parameters`. */
  readonly parameters?: readonly RunParameter[];
  /** Where what it returns is put, as Parquet. */
  readonly output?: string;
  readonly limits: PythonLimits;
  /** The instant that the script takes for now: the run's, so that a second run says the same. */
  readonly now: Date;
  readonly mostRows?: number;
  /** Names of the document's tables and columns: of what a script says, errors show these and its own words. */
  readonly names?: readonly string[];
  /** How many rows or values the script gets, as far as an error may show it. */
  readonly counts?: readonly number[];
  /** Of a column rule: its column and what it looks at. */
  readonly rule?: Required<Pick<PythonJob, "column" | "scope">>;
  /** Answers a question of an extraction script by writing a file. */
  readonly answer?: (question: PythonQuestion, file: string) => Promise<void>;
  /** Of an upload: the run's own name, and what carries out in the target what the script wants; a file of it is the caller's. */
  readonly target?: string;
  readonly carryOut?: (order: PythonOrder, file: string | undefined) => Promise<void>;
  readonly onOutput?: (text: string) => void;
  readonly signal: AbortSignal;
}

/** The same random numbers in every run. */
const seed = 20_240_229;

const noFile = (place: ScriptPlace) => scriptRefused(place, "no-file");

/**
 * Gives a script a file to read. It is written out of its reach and then moved: a link, a pipe or a file that the script has put
 * at that name is replaced, and nobody writes through it.
 */
async function hand(
  target: string,
  own: string,
  write: (file: string) => Promise<void>,
  place: ScriptPlace,
): Promise<void> {
  try {
    await write(own);
    // The script runs as somebody else, and the folder is shut to all others.
    await chmod(own, 0o644);
    // Only a folder of the script's can be in the way; what the system says of it names the product's own.
    await rename(own, target).catch(() => {
      throw noFile(place);
    });
  } finally {
    await rm(own, { force: true });
  }
}

/** A file of a script that still runs, and may hold it open: what it writes from now on goes into nothing that is read. */
async function copy(file: string, target: string, place: ScriptPlace): Promise<void> {
  // Opened without following a link, or waiting at a pipe for who writes into it.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const opened = await open(file, flags).catch(() => undefined);
  if (!opened) throw noFile(place);
  try {
    if (!(await opened.stat()).isFile()) throw noFile(place);
    await pipeline(
      opened.createReadStream({ autoClose: false }),
      createWriteStream(target, { flags: "wx", mode: 0o600 }),
    );
  } finally {
    await opened.close();
  }
  await rm(file, { force: true });
}

/** A script that is gone may have left a link where its output should be: only a file of its own is taken. */
async function take(file: string, target: string, place: ScriptPlace): Promise<void> {
  const facts = await lstat(file).catch(() => undefined);
  // A second name of a file would let the script change it later.
  if (!facts?.isFile() || facts.nlink > 1) throw noFile(place);
  await rename(file, target);
  await chmod(target, 0o600);
}

/**
 * Runs a Python script in a sandbox of its own: no network, no environment, no files but its tables, a fixed clock and seed.
 * Throws `script-refused`, `script-failed` (class and line), `script-limit`, `python-missing` or `python-sandbox-missing`.
 */
export async function runPythonScript(request: PythonScriptRequest): Promise<PythonValue> {
  const { pool, place, signal, output } = request;
  const ready = await pool.take();
  const inSandbox = (name: string) => path.join(ready.inside, name);
  const inScratch = (name: string) => path.join(ready.scratch, name);
  const readable = async (name: string, write: (file: string) => Promise<void>): Promise<string> => {
    await hand(inScratch(name), `${ready.scratch}-${name}`, write, place);
    return inSandbox(name);
  };
  try {
    const inputs: { name: string; file: string }[] = [];
    for (const [at, { name, write }] of (request.inputs ?? []).entries())
      inputs.push({ name, file: await readable(`in-${at}.parquet`, write) });
    let questions = 0;
    const { answer, carryOut, target } = request;
    const carriedOut = async (order: PythonOrder): Promise<void> => {
      if (order.file === undefined) return carryOut?.(order, undefined);
      // Out of the script's reach before anybody looks at it.
      const own = `${ready.scratch}-${order.file}`;
      try {
        await copy(inScratch(order.file), own, place);
        await carryOut?.(order, own);
      } finally {
        await rm(own, { force: true });
      }
    };
    const value = await ready.process.perform(
      {
        kind: request.kind,
        script: request.script,
        table: place.table,
        inputs,
        parameters: request.parameters ?? [],
        output: inSandbox("out.parquet"),
        now: request.now.toISOString(),
        seed,
        mostRows: request.mostRows ?? Number.MAX_SAFE_INTEGER,
        ...(target === undefined ? {} : { target }),
        ...request.rule,
      },
      {
        place,
        limits: request.limits,
        signal,
        counts: request.counts,
        names: [...(request.names ?? []), ...(request.rule ? [request.rule.column] : [])],
        ...(request.onOutput ? { onOutput: request.onOutput } : {}),
        ...(carryOut ? { carryOut: carriedOut } : {}),
        ...(answer
          ? { answer: (question) => readable(`answer-${questions++}`, (file) => answer(question, file)) }
          : {}),
      },
    );
    if (output !== undefined && request.kind !== "describe" && request.kind !== "upload")
      await take(inScratch("out.parquet"), output, place);
    return value;
  } finally {
    await ready.end();
  }
}
