/**
 * The process that holds samples of sources and runs our own statements over them, under keys made in it and gone with it.
 * Users' SQL runs in children of its own, which hold neither. It has no environment and ends with its parent.
 */
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import type { PythonPolicy } from "#lib/contracts";
import { fileSandbox, type PythonPool, type TaskReply } from "#lib/engine/server";
import { AppError, type ErrorData } from "#lib/kernel";
import { throwAwayKeys } from "#lib/keys/server";
import type { SourceTools } from "#lib/sources";
import { findSourceDriver } from "#lib/sources/server";
import type { BoundSource } from "../ports.ts";
import { scriptPool } from "../scripts/python-limits.ts";
import { PreviewSession } from "./preview-session.ts";
import type { PreviewTask, PreviewTools } from "./protocol.ts";

interface Limits {
  readonly memory: string;
  readonly threads: number;
  readonly diskBytes: number;
}

interface Request {
  readonly id: number;
  readonly task: PreviewTask;
  readonly scratch: string;
  readonly limits: Limits;
}

interface Kept {
  readonly session: PreviewSession;
  readonly folder: string;
  used: number;
}

/** Sessions that one process keeps; the one that was not used for the longest makes room. */
const mostSessions = 3;
const idleMilliseconds = 10 * 60_000;
const scriptSeconds = 30;
/** Of a process that reads files from outside or runs a script, beside this one. */
const besideMemory = "256MB";

const sessions = new Map<string, Kept>();
/** Nothing ends a preview but its process. */
const { signal } = new AbortController();

async function drop(id: string): Promise<void> {
  const kept = sessions.get(id);
  if (!kept) return;
  sessions.delete(id);
  await kept.session.close().catch(() => undefined);
  await rm(kept.folder, { recursive: true, force: true });
}

let python: PythonPool | undefined;
/** What came with the last task. */
let pythonPolicy: PythonPolicy = { allowUnsandboxed: false };

/** Sandboxes for Python scripts, shared by the sessions of this process: each runs one script. */
function pythonOf(
  { python: environment, pythonPolicy: policy }: PreviewTools,
  scratch: string,
  { diskBytes }: Limits,
) {
  pythonPolicy = policy ?? pythonPolicy;
  if (environment !== undefined)
    python ??= scriptPool({ environment, scratch, diskBytes, policy: async () => pythonPolicy });
  return python;
}

async function sessionOf(id: string, scratch: string, limits: Limits, tools: PreviewTools): Promise<Kept> {
  const pool = pythonOf(tools, scratch, limits);
  const known = sessions.get(id);
  if (known) return known;
  for (const [oldest] of [...sessions].toSorted(([, a], [, b]) => a.used - b.used)) {
    if (sessions.size < mostSessions) break;
    await drop(oldest);
  }
  const folder = await mkdtemp(path.join(scratch, "session-"));
  const session = await PreviewSession.open({
    folder,
    keys: throwAwayKeys(),
    limits: { memory: limits.memory, threads: limits.threads, scriptSeconds },
    signal,
    ...(pool ? { python: pool } : {}),
  });
  const kept = { session, folder, used: performance.now() };
  sessions.set(id, kept);
  return kept;
}

function sourcesOf({ sources, tools }: PreviewTask, limits: Limits): readonly BoundSource[] {
  const offered = toolsOf(tools, limits);
  return sources.map(({ name, kind, config }) => ({
    name,
    kind,
    config,
    driver: findSourceDriver(kind, offered),
  }));
}

const toolsOf = (tools: PreviewTools, { threads, diskBytes }: Limits): SourceTools => ({
  network: tools.network,
  ...(tools.ourDatabaseUrl === undefined ? {} : { ourDatabaseUrl: tools.ourDatabaseUrl }),
  files: fileSandbox({ memory: besideMemory, threads, diskBytes, seconds: scriptSeconds }),
  ...(tools.fileRoots === undefined ? {} : { fileRoots: tools.fileRoots }),
  uploadPath: async (id) => {
    const found = tools.uploads[id];
    if (found === undefined) throw new AppError("file-missing", { file: id });
    return found;
  },
});

async function answer(session: PreviewSession, task: PreviewTask, limits: Limits): Promise<unknown> {
  const sources = sourcesOf(task, limits);
  switch (task.kind) {
    case "preview":
      return session.preview(task.request, sources);
    case "profile":
      return session.profile(task.request, sources);
    case "clusters":
      return session.clusters(task.request, sources);
    case "outputs":
      return session.outputs();
  }
}

async function perform({ task, scratch, limits }: Request): Promise<unknown> {
  const kept = await sessionOf(task.session, scratch, limits, task.tools);
  kept.used = performance.now();
  try {
    return await answer(kept.session, task, limits);
  } catch (error) {
    // What an engine has left half-way is of no use; a refusal leaves the rows that were read.
    if (!(error instanceof AppError) || error.definition.kind === "internal") await drop(task.session);
    throw error;
  }
}

const causeText = (cause: unknown): string | undefined =>
  cause instanceof Error ? cause.message : cause === undefined ? undefined : String(cause);

function failure(id: number, error: unknown): TaskReply {
  const name = error instanceof Error ? error.name : "Error";
  const known =
    error instanceof AppError ? error : new AppError("sandbox-failed", { task: "preview", detail: name });
  const data: ErrorData = known.toData();
  return { id, error: data, cause: causeText(error instanceof AppError ? error.cause : error) };
}

setInterval(() => {
  for (const [id, { used }] of sessions) if (performance.now() - used > idleMilliseconds) void drop(id);
}, idleMilliseconds / 10).unref();

// An exit would wait for the engine, which may be in the middle of a statement without an end.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.on("message", (request: Request) => {
  perform(request)
    .then((value): TaskReply => ({ id: request.id, value }))
    .catch((error: unknown) => failure(request.id, error))
    .then((reply) => process.send?.(reply));
});
