import type { ChildProcess } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { z } from "zod";
import type { RunParameter } from "#lib/contracts";
import { AppError, within } from "#lib/kernel";
import { placeName, type ScriptPlace } from "../protocol.ts";
import { refusalOf, scriptRefused } from "../script-refusals.ts";
import { boundedLines } from "./bounded-lines.ts";
import { type PythonLimits, type RunnerCommand, startRunner } from "./jail.ts";
import { ShownWords } from "./shown-words.ts";
import { ended, familyOf } from "./watch.ts";
import { watchLimits } from "./watch-limits.ts";

export type PythonJobKind = "describe" | "extract" | "transform" | "rule" | "upload";

/** One job of a runner; files are named as the script sees them. */
export interface PythonJob {
  readonly kind: PythonJobKind;
  readonly script: string;
  readonly table: string;
  /** Of a column rule. */
  readonly column?: string;
  /** Whether a column rule makes of a value what it makes of it alone, or looks at the whole column. */
  readonly scope?: "values" | "column";
  readonly inputs: readonly { readonly name: string; readonly file: string }[];
  readonly parameters: readonly RunParameter[];
  readonly output: string;
  /** The instant that the script takes for now, and the seed of its random numbers. */
  readonly now: string;
  readonly seed: number;
  readonly mostRows: number;
  /** Of an upload: the run's own name. */
  readonly target?: string;
}

/** What an extraction script asks its source for; answered by a file that the script may read. */
export interface PythonQuestion {
  readonly ask: "query" | "read" | "get";
  readonly text: string;
  /** The line of the script that asks, as its process says. */
  readonly line: number;
}

/** What an upload script wants done in its target. */
export interface PythonOrder {
  readonly ask: "write-table" | "put" | "execute";
  /** A table's name, a path or SQL. */
  readonly text: string;
  /** The file that the script made for it, by its name in the sandbox. */
  readonly file?: string | undefined;
  readonly rows?: number | undefined;
}

const replySchema = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ ask: z.enum(["query", "read", "get"]), text: z.string().max(1 << 20), line: z.number() }),
  z.object({
    ask: z.enum(["write-table", "put", "execute"]),
    text: z.string().max(1 << 20),
    file: z
      .string()
      .regex(/^sent-\d{1,9}$/)
      .optional(),
    rows: z.number().int().nonnegative().optional(),
  }),
  z.object({
    value: z.object({
      scripts: z
        .array(
          z.object({
            table: z.string().max(200),
            text: z.string(),
            language: z.string().max(200).optional(),
            source: z.string().max(200).optional(),
          }),
        )
        .optional(),
      rows: z.number().int().nonnegative().optional(),
      functions: z.record(z.string(), z.array(z.string())).optional(),
    }),
  }),
  z.object({
    refused: z.string(),
    params: z.record(z.string(), z.union([z.string().max(200), z.number()])).default({}),
    line: z.number(),
  }),
  z.object({ limit: z.literal("RAM"), line: z.number() }),
  z.object({ asked: z.string() }),
  z.object({ failed: z.string(), line: z.number(), trace: z.string() }),
]);
type Reply = z.infer<typeof replySchema>;
export type PythonValue = Extract<Reply, { value: unknown }>["value"];

/** An answer holds a statement, a traceback or the scripts of an upload: more than this is none. */
const mostAnswerBytes = 8 * 2 ** 20;
/** Time for the interpreter and pandas to load, on a machine that does other things as well. */
const startSeconds = 60;
/** A killed process ends at once, unless a disk or a driver holds it. */
const endMilliseconds = 5000;
/** What a process has written is read by then; whoever still holds its channels says nothing that counts. */
const readMilliseconds = 1000;

export interface PythonRun {
  readonly place: ScriptPlace;
  readonly limits: PythonLimits;
  readonly signal: AbortSignal;
  readonly answer?: (question: PythonQuestion) => Promise<string>;
  readonly carryOut?: (order: PythonOrder) => Promise<void>;
  /** Names of the document, which an error may show. */
  readonly names?: readonly string[] | undefined;
  /** Numbers that the product has itself, which an error may show. */
  readonly counts?: readonly number[] | undefined;
  /** What the script prints, in pieces; raw data. */
  readonly onOutput?: (text: string) => void;
}

/** What stops a process while it is at work. */
interface Watch {
  /** Fails with why it was stopped, as soon as it is. */
  readonly stopped: Promise<never>;
  /** Throws why it was stopped. */
  assertGoesOn(): void;
  end(): void;
}

/** One sandboxed interpreter, for one job. */
export class PythonProcess {
  private readonly child: ChildProcess;
  private readonly scratch: string;
  private readonly replies: AsyncIterator<string, undefined>;
  private onLongAnswer: () => void = () => void this.kill();
  private readonly exited: Promise<void>;
  private readonly closed: Promise<void>;
  private readonly cleared: Promise<void>;
  private readonly isGroup: boolean;
  readonly ready: Promise<void>;

  /** @param scratch the only folder that the script may read and write */
  constructor(command: RunnerCommand, scratch: string) {
    this.scratch = scratch;
    this.isGroup = command.isGroup;
    this.child = startRunner(command);
    const happens = (event: "exit" | "close") =>
      new Promise<void>((resolve) => {
        this.child.once(event, () => resolve());
        // Without a process there is no end of it to wait for.
        this.child.on("error", () => this.child.pid === undefined && resolve());
      });
    this.exited = happens("exit");
    this.closed = happens("close");
    const answers = this.child.stdio[4] as Readable;
    answers.on("error", () => undefined);
    (this.child.stdio[3] as Writable).on("error", () => undefined);
    this.replies = boundedLines(answers, mostAnswerBytes, () => this.onLongAnswer());
    // At once: its number may become another's.
    this.cleared = this.exited.then(() => this.clear());
    this.ready = this.started();
    this.ready.catch(() => undefined);
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null && this.child.pid !== undefined;
  }

  /** The first process dies, and with it all that are in its sandbox; without one each that it has started. */
  private async kill(): Promise<void> {
    const { pid } = this.child;
    if (pid === undefined) return;
    // Asked before: whose parent is dead is nobody's child.
    const family = await familyOf(pid, this.isGroup ? this.scratch : undefined);
    // A group outlives its leader.
    if (this.isGroup) killed(-pid);
    this.child.kill("SIGKILL");
    if (this.isGroup) for (const one of family) killed(one);
    await ended(family, endMilliseconds);
  }

  /** What it has started goes after it, and may hold its channels open no longer. */
  private async clear(): Promise<void> {
    await this.kill();
    await within(this.closed, readMilliseconds);
    for (const stream of this.child.stdio) stream?.destroy();
  }

  /** Ends when the process and what it has started are gone and what it printed is read; in any case soon. */
  async end(): Promise<void> {
    if (this.isAlive) await this.kill();
    await within(this.cleared, endMilliseconds);
  }

  private async started(): Promise<void> {
    const timer = setTimeout(() => this.kill(), startSeconds * 1000);
    try {
      const reply = await this.next();
      if (!reply || !("ready" in reply))
        throw new AppError("sandbox-failed", { task: "python", detail: "start" });
    } finally {
      clearTimeout(timer);
    }
  }

  private async next(): Promise<Reply | undefined> {
    const { value, done } = await this.replies.next();
    if (done) return undefined;
    // A script may write here as well: what is no answer of the runner's is its failure.
    const parsed = replySchema.safeParse(safeJson(String(value)));
    return parsed.success ? parsed.data : undefined;
  }

  private tell(message: object): void {
    (this.child.stdio[3] as Writable).write(`${JSON.stringify(message)}\n`);
  }

  /** Stops the process when its run is, and past its limits. */
  private keepWithin({ place, limits, signal, onOutput }: PythonRun): Watch {
    let reason: AppError | undefined;
    const stopping = Promise.withResolvers<never>();
    stopping.promise.catch(() => undefined);
    const stop = (error: AppError) => {
      // Once: a script that prints without end goes past its limit with each piece.
      if (reason) return;
      reason = error;
      this.kill();
      stopping.reject(error);
    };
    const beyond = (resource: string, limit: string) =>
      stop(new AppError("script-limit", { ...named(place), resource, limit }, { place: { ...place } }));
    const onAbort = () =>
      stop(signal.reason instanceof AppError ? signal.reason : new AppError("run-cancelled"));
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    const timer = setTimeout(() => beyond("time", `${limits.seconds} s`), limits.seconds * 1000);
    const unwatch = watchLimits(this.child.pid, this.scratch, limits, beyond);
    const tooMuch = () => beyond("output", `${Math.round(limits.outputBytes / 1e6)} MB`);
    this.onLongAnswer = tooMuch;
    this.readOutput(limits.outputBytes, tooMuch, onOutput);
    return {
      stopped: stopping.promise,
      assertGoesOn: () => {
        if (reason) throw reason;
      },
      end: () => {
        clearTimeout(timer);
        unwatch();
        signal.removeEventListener("abort", onAbort);
      },
    };
  }

  /** Hands over what the script prints, up to `most` bytes. */
  private readOutput(most: number, tooMuch: () => void, onOutput: PythonRun["onOutput"]): void {
    let printed = 0;
    for (const stream of [this.child.stdout, this.child.stderr]) {
      // A letter may come in two pieces.
      const decoder = new StringDecoder("utf8");
      stream?.on("data", (chunk: Buffer) => {
        printed += chunk.length;
        if (printed > most) tooMuch();
        else onOutput?.(decoder.write(chunk));
      });
    }
  }

  /**
   * Runs a job to its end; the process is of no use afterwards.
   * @throws AppError `script-refused`, `script-failed` (class and line; the script's own words in `cause`), `script-limit`
   */
  async perform(job: PythonJob, run: PythonRun): Promise<PythonValue> {
    const { place } = run;
    await this.ready;
    const watch = this.keepWithin(run);
    try {
      this.tell(job);
      for (;;) {
        const reply = await this.next();
        watch.assertGoesOn();
        if (!reply || "ready" in reply)
          throw new AppError(
            "script-failed",
            { ...named(place), detail: "exit", line: 1 },
            { place: { ...place, line: 1 } },
          );
        if ("value" in reply) return reply.value;
        if ("ask" in reply) {
          const answer = answered(run, reply);
          // A question may take longer than the script may, and its source is ended with it; what is ordered is waited for, since who
          // cleans up after the script must find it done.
          this.tell(
            await (isOrder(reply)
              ? answer.finally(() => watch.assertGoesOn())
              : Promise.race([answer, watch.stopped])),
          );
          continue;
        }
        throw failure(reply, job, run);
      }
    } finally {
      watch.end();
      await this.end();
    }
  }
}

function killed(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

/** Where it stands, for a message. */
const named = (place: ScriptPlace) => ({ stage: place.stage, table: placeName(place) });

const safeJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isOrder = (question: PythonQuestion | PythonOrder): question is PythonOrder =>
  ["write-table", "put", "execute"].includes(question.ask);

/** The file that answers a question. An error of the source ends the run with itself, not with the script's. */
async function answered(
  { answer, carryOut, place }: PythonRun,
  question: PythonQuestion | PythonOrder,
): Promise<object> {
  if (isOrder(question)) {
    if (!carryOut) throw scriptRefused(place, "no-target");
    await carryOut(question);
    return { file: "" };
  }
  if (!answer) throw scriptRefused(place, "no-source");
  return { file: await answer(question) };
}

type Failure = Exclude<Reply, { ready: true } | { value: unknown } | { ask: unknown }>;

function failure(reply: Failure, job: PythonJob, { place, limits, names, counts }: PythonRun): AppError {
  if ("limit" in reply) {
    const limit = `${Math.round(limits.memoryBytes / 1e6)} MB`;
    return new AppError(
      "script-limit",
      { ...named(place), resource: reply.limit, limit },
      { place: { ...place } },
    );
  }
  if ("asked" in reply) return new AppError("sandbox-failed", { task: "python", detail: "source" });
  const words = new ShownWords(job.script, names ?? [], [job.mostRows, ...(counts ?? [])]);
  const line = words.line(reply.line);
  if ("refused" in reply) {
    const cause = new Error(JSON.stringify(reply.params));
    return scriptRefused({ ...place, line }, refusalOf(reply.refused), words.params(reply.params), cause);
  }
  return new AppError(
    "script-failed",
    { ...named(place), detail: words.errorClass(reply.failed), line },
    { place: { ...place, line }, cause: new Error(reply.trace) },
  );
}
