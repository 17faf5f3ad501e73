import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { AppError, type ErrorData } from "#lib/kernel";
import type { EngineLimits, ScriptPlace, Task, TaskReply, TaskResult } from "./protocol.ts";

/** How long one task may take and how much it may use; past that its process is killed. */
export interface TaskLimits extends EngineLimits {
  readonly seconds: number;
}

/** What Node itself needs beside the engine's own memory. */
const overheadBytes = 400 << 20;
const watchMilliseconds = 200;
const pageBytes = 4096;

/** Where this file lies when a bundler has moved it: the web process runs in the project's root. */
const childFile = (): string => {
  const here = import.meta.dirname;
  const candidates = [
    ...(here ? [path.join(here, "child.ts")] : []),
    path.join(/* turbopackIgnore: true */ process.cwd(), "lib", "engine", "sandbox", "child.ts"),
  ];
  return candidates.find((file) => existsSync(file)) ?? candidates[candidates.length - 1] ?? "child.ts";
};

/** What one child has compiled the next one reads: a script waits half as long for its process. Theirs alone, beside the packages. */
const compiledFolder = (): string =>
  path.join(path.dirname(childFile()), "..", "..", "..", "node_modules", ".cache", "etl-express-children");

const memoryBytes = (text: string): number => {
  const [, amount = "0", unit = ""] = /^(\d+(?:\.\d+)?)\s*([KMG]?)i?B$/i.exec(text) ?? [];
  return Number(amount) * ({ "": 1, K: 1e3, M: 1e6, G: 1e9 }[unit.toUpperCase()] ?? 1);
};

const residentBytes = async (pid: number): Promise<number> => {
  const statm = await readFile(`/proc/${pid}/statm`, "utf8").catch(() => "");
  return Number(statm.split(" ")[1] ?? 0) * pageBytes;
};

const cancelled = (signal: AbortSignal): AppError =>
  signal.reason instanceof AppError ? signal.reason : new AppError("run-cancelled");

/** Another program than the sandbox's own that takes tasks alike. */
export interface ChildProgram {
  readonly file: string;
  /** Megabytes of JavaScript's own memory. */
  readonly heap: number;
}

/** One child. It takes one task at a time; whoever owns it kills it. */
export class SandboxProcess<
  Tasks extends { readonly kind: string } = Task,
  Results extends Readonly<Record<string, unknown>> = TaskResult,
> {
  private readonly child: ChildProcess;
  private readonly scratch: string;
  private nextId = 1;
  private isBusy = false;

  /** `scratch` is private to the child: its working folder, its home and where it unpacks and spills. */
  constructor(scratch: string, diskBytes: number, program?: ChildProgram) {
    this.scratch = scratch;
    // No core files, few descriptors, no file larger than the disk limit; the shell replaces itself by the child.
    const blocks = Math.ceil(diskBytes / 512);
    const limits = `ulimit -c 0; ulimit -n 512; ulimit -f ${blocks} 2>/dev/null; exec "$0" "$@"`;
    this.child = spawn(
      "/bin/sh",
      [
        "-c",
        limits,
        process.execPath,
        `--max-old-space-size=${program?.heap ?? 256}`,
        "--disable-warning=ExperimentalWarning",
        program?.file ?? childFile(),
      ],
      {
        cwd: scratch,
        env: {
          HOME: scratch,
          TMPDIR: scratch,
          TZ: "UTC",
          LANG: "C.UTF-8",
          NODE_ENV: "production",
          NODE_COMPILE_CACHE: compiledFolder(),
        },
        stdio: ["ignore", "ignore", "ignore", "ipc"],
      },
    );
    this.child.on("error", () => undefined);
  }

  get isAlive(): boolean {
    const { exitCode, signalCode, connected, killed } = this.child;
    return exitCode === null && signalCode === null && connected && !killed;
  }

  get isIdle(): boolean {
    return this.isAlive && !this.isBusy;
  }

  kill(): void {
    this.child.kill("SIGKILL");
  }

  /** Ends the child and waits until it is gone, so that its scratch folder can be removed. */
  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => this.child.once("exit", () => resolve()));
    // Or a parent with nothing else to do would end before its child has.
    this.ref();
    this.kill();
    await gone;
  }

  /** Lets the parent end while the child waits. */
  unref(): void {
    this.child.unref();
    this.child.channel?.unref();
  }

  ref(): void {
    this.child.ref();
    this.child.channel?.ref();
  }

  /** Past the limits, or when the signal aborts, the child is killed and the promise rejects at once. */
  perform<T extends Tasks>(task: T, limits: TaskLimits, signal: AbortSignal): Promise<Results[T["kind"]]> {
    if (signal.aborted) return Promise.reject(cancelled(signal));
    const id = this.nextId++;
    this.isBusy = true;
    const place = placeOf(task);
    const beyond = (resource: string, limit: string) =>
      place
        ? new AppError("script-limit", { ...place, resource, limit }, { place })
        : new AppError("sandbox-limit", { task: task.kind, resource, limit });
    return new Promise<Results[T["kind"]]>((resolve, reject) => {
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        clearInterval(watch);
        signal.removeEventListener("abort", onAbort);
        this.child.off("message", onMessage);
        this.child.off("exit", onExit);
        this.isBusy = false;
        finish();
      };
      const stop = (error: AppError) => {
        this.kill();
        settle(() => reject(error));
      };
      const onAbort = () => stop(cancelled(signal));
      const onExit = (code: number | null, by: NodeJS.Signals | null) =>
        settle(() =>
          reject(new AppError("sandbox-failed", { task: task.kind, detail: by ?? `exit ${code ?? "?"}` })),
        );
      const onMessage = (reply: TaskReply) => {
        if (reply.id !== id) return;
        if ("value" in reply) return settle(() => resolve(reply.value as Results[T["kind"]]));
        settle(() => reject(fromReply(reply.error, reply.cause, limits)));
      };
      const timer = setTimeout(() => stop(beyond("time", `${limits.seconds} s`)), limits.seconds * 1000);
      const most = memoryBytes(limits.memory) * 1.25 + overheadBytes;
      const watch = setInterval(async () => {
        const { pid } = this.child;
        if (pid !== undefined && (await residentBytes(pid)) > most && this.isBusy)
          stop(beyond("RAM", limits.memory));
      }, watchMilliseconds);
      signal.addEventListener("abort", onAbort, { once: true });
      this.child.on("message", onMessage);
      this.child.on("exit", onExit);
      if (!this.isAlive) return onExit(this.child.exitCode, this.child.signalCode);
      this.child.send({ id, task, scratch: this.scratch, limits: plainLimits(limits) }, (error) => {
        if (error) onExit(null, "SIGPIPE");
      });
    });
  }
}

/** Where in a module a task belongs, if anywhere. */
function placeOf(task: { readonly kind: string }): ScriptPlace | undefined {
  if (!("place" in task)) return undefined;
  return task.place as ScriptPlace;
}

const plainLimits = ({ memory, threads, diskBytes }: TaskLimits): EngineLimits => ({
  memory,
  threads,
  diskBytes,
});

/** The engine's own words travel in `cause` only; a limit that the child met is given its size. */
function fromReply(data: ErrorData, cause: string | undefined, limits: TaskLimits): AppError {
  const limit = data.params.resource === "disk" ? `${Math.round(limits.diskBytes / 1e6)} MB` : limits.memory;
  const params = ["script-limit", "sandbox-limit"].includes(data.code)
    ? { ...data.params, limit }
    : data.params;
  return new AppError(data.code, params, {
    place: data.place,
    cause: cause === undefined ? undefined : new Error(cause),
  });
}
