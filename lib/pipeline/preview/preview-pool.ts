import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import type { Preview, PreviewStage, PythonPolicy } from "#lib/contracts";
import { ownerMark, SandboxProcess, sweepLeft, type TaskLimits } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import type { ScriptOutput } from "../ports.ts";
import type { PythonPreparation } from "../python/prepare-python.ts";
import type {
  MadeClusterRequest,
  MadeClusters,
  MadeProfile,
  PreviewRequest,
  TableRequest,
} from "./preview-request.ts";
import type { PreviewSource, PreviewTask, PreviewTaskResult, PreviewTools } from "./protocol.ts";
import { pythonNeed } from "./python-need.ts";

export interface PreviewPoolOptions {
  /** Below it, private folders for what spills; swept when the pool opens. */
  readonly root: string;
  readonly tools: Omit<PreviewTools, "uploads" | "python" | "pythonPolicy">;
  /** Where an upload lies; throws for what is none. */
  uploadPath(id: string): Promise<string>;
  /** Makes what scripts in Python run in; without it none of them runs. */
  readonly python?: Pick<PythonPreparation, "folder" | "ready">;
  /** What the administrator allows Python scripts, asked for each preview. */
  pythonPolicy?(): Promise<PythonPolicy>;
  readonly size?: number;
  readonly limits?: TaskLimits;
}

export interface PreviewPool {
  /**
   * `session` names whose looks at which module these are: rows that were read stay with it for a while.
   * @param waitedFor the preparation of Python that an earlier attempt was told of
   * @throws AppError `python-preparing` where scripts cannot run yet; it goes on by itself
   */
  preview(
    session: string,
    request: PreviewRequest,
    sources: readonly PreviewSource[],
    waitedFor?: string,
  ): Promise<Preview>;
  /** What the columns of a transformed table count; no value comes back. */
  profile(
    session: string,
    request: TableRequest,
    sources: readonly PreviewSource[],
    waitedFor?: string,
  ): Promise<MadeProfile>;
  /** Values of a transformed column that look like one. @throws AppError `merges-too-many` */
  clusters(
    session: string,
    request: MadeClusterRequest,
    sources: readonly PreviewSource[],
    waitedFor?: string,
  ): Promise<MadeClusters>;
  /** What scripts printed when the session last ran them; nothing where it is not kept any more. */
  outputs(session: string): Promise<readonly ScriptOutput[]>;
  close(): Promise<void>;
}

/** A preview is looked at while one waits; reading a slow source for the first time takes longest. */
export const previewLimits: TaskLimits = { memory: "768MB", threads: 2, seconds: 50, diskBytes: 2 ** 31 };

/** What holds where no administrator has decided anything. */
const strictestPolicy: PythonPolicy = { allowUnsandboxed: false };

/** JavaScript's own share: the page that is sent, and the plan of a wide table. */
const heapMegabytes = 512;
const mostWaiting = 20;
/** Comparing each value with those like it takes longer than a page: a person has asked for it and waits. */
const clusterSeconds = 120;

const childFile = (): string => {
  const here = import.meta.dirname;
  const beside = here ? path.join(here, "child.ts") : "";
  return existsSync(beside)
    ? beside
    : path.join(/* turbopackIgnore: true */ process.cwd(), "lib", "pipeline", "preview", "child.ts");
};

const uploadId = /^[0-9a-f]{32}$|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Removes what processes left that are no more; answers how many. */
export const sweepPreviews = (root: string): Promise<number> =>
  sweepLeft(root, "preview", (folder) => rm(folder, { recursive: true, force: true }));

const textsIn = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

type Child = SandboxProcess<PreviewTask, PreviewTaskResult>;

interface Worker {
  readonly child: Child;
  readonly scratch: string;
  readonly sessions: Set<string>;
  /** What waits for it, itself at work included. */
  waiting: number;
  last: Promise<unknown>;
}

/** Another machine may take a folder that lay still for its own to sweep. */
const isGone = ({ child, scratch }: Worker): boolean => !child.isAlive || !existsSync(scratch);

/** Warm children for previews: a person's looks at a module stay in one of them, which takes one request at a time. */
export function previewPool(options: PreviewPoolOptions): PreviewPool {
  const { root, tools, python, size = 2, limits = previewLimits } = options;
  const workers: Worker[] = [];
  const swept = sweepPreviews(root);
  let starting: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  const start = async (): Promise<Worker> => {
    await swept;
    await mkdir(root, { recursive: true, mode: 0o700 });
    const scratch = await mkdtemp(path.join(root, `preview-${await ownerMark()}-`));
    const child: Child = new SandboxProcess(scratch, limits.diskBytes, {
      file: childFile(),
      heap: heapMegabytes,
    });
    child.unref();
    const worker = { child, scratch, sessions: new Set<string>(), waiting: 0, last: Promise.resolve() };
    workers.push(worker);
    return worker;
  };

  const discard = async (worker: Worker) => {
    const at = workers.indexOf(worker);
    if (at >= 0) workers.splice(at, 1);
    await worker.child.end();
    await rm(worker.scratch, { recursive: true, force: true });
  };

  const find = async (session: string): Promise<Worker> => {
    for (const dead of workers.filter(isGone)) await discard(dead);
    const home = workers.find(({ sessions }) => sessions.has(session));
    if (home) return home;
    const least = workers.toSorted((a, b) => a.sessions.size - b.sessions.size)[0];
    const worker = least && (workers.length >= size || least.sessions.size === 0) ? least : await start();
    worker.sessions.add(session);
    return worker;
  };

  /** One at a time, so that two first looks do not start more children than there may be. */
  const workerFor = (session: string): Promise<Worker> => {
    const found = starting.then(() => find(session));
    starting = found.catch(() => undefined);
    return found;
  };

  const uploadsOf = async (sources: readonly PreviewSource[]): Promise<Record<string, string>> => {
    const found: Record<string, string> = {};
    for (const id of textsIn(sources.map(({ config }) => config)).filter((text) => uploadId.test(text))) {
      const place = await options.uploadPath(id).catch(() => undefined);
      if (place !== undefined) found[id] = place;
    }
    return found;
  };

  const perform = async <T extends PreviewTask>(
    worker: Worker,
    task: T,
  ): Promise<PreviewTaskResult[T["kind"]]> => {
    worker.child.ref();
    const seconds = task.kind === "clusters" ? clusterSeconds : limits.seconds;
    try {
      return await worker.child.perform(task, { ...limits, seconds }, new AbortController().signal);
    } catch (error) {
      const isDoubtful = error instanceof AppError && error.definition.kind === "internal";
      if (!worker.child.isAlive || isDoubtful) await discard(worker);
      throw error;
    } finally {
      worker.child.unref();
    }
  };

  const ask = async <T extends PreviewTask>(task: T): Promise<PreviewTaskResult[T["kind"]]> => {
    if (isClosed) throw new AppError("sandbox-failed", { task: task.kind, detail: "closed" });
    for (;;) {
      const worker = await workerFor(task.session);
      if (worker.waiting >= mostWaiting)
        throw new AppError("sandbox-limit", {
          task: task.kind,
          resource: "queue",
          limit: String(mostWaiting),
        });
      worker.waiting++;
      // Whoever was before may have ended it: then another one is asked.
      const turn = worker.last.then(() => (worker.child.isAlive ? perform(worker, task) : undefined));
      worker.last = turn
        .catch(() => undefined)
        .finally(() => {
          worker.waiting--;
        });
      const answer = await turn;
      if (answer !== undefined) return answer;
    }
  };
  const toolsFor = async (
    sources: readonly PreviewSource[],
    look?: {
      readonly request: TableRequest;
      readonly stage: PreviewStage;
      readonly waitedFor?: string | undefined;
    },
  ): Promise<PreviewTools> => {
    const policy = await options.pythonPolicy?.();
    const need = look && python ? pythonNeed(look.request, look.stage, sources) : undefined;
    if (need) await python?.ready(need, policy ?? strictestPolicy, look?.waitedFor);
    return {
      ...tools,
      ...(python ? { python: python.folder } : {}),
      ...(policy ? { pythonPolicy: policy } : {}),
      uploads: await uploadsOf(sources),
    };
  };

  return {
    preview: async (session, request, sources, waitedFor) => {
      const ready = await toolsFor(sources, { request, stage: request.stage, waitedFor });
      return ask({ kind: "preview", session, request, sources, tools: ready });
    },
    profile: async (session, request, sources, waitedFor) => {
      const ready = await toolsFor(sources, { request, stage: "transform", waitedFor });
      return ask({ kind: "profile", session, request, sources, tools: ready });
    },
    clusters: async (session, request, sources, waitedFor) => {
      const ready = await toolsFor(sources, { request, stage: "transform", waitedFor });
      return ask({ kind: "clusters", session, request, sources, tools: ready });
    },
    outputs: async (session) =>
      ask({ kind: "outputs", session, request: {}, sources: [], tools: await toolsFor([]) }),
    close: async () => {
      isClosed = true;
      await Promise.all([...workers].map(discard));
    },
  };
}
