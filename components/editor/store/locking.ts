import { isLockOf, type PackageLock, type PackageUse } from "#lib/contracts";
import { isObject, type Json, readDraft, set } from "#lib/drafting";
import type { ErrorData } from "#lib/kernel";
import { whenPythonIsReady } from "../../preview/python-progress.ts";
import { noAnswer } from "../../ui/no-answer.ts";
import type { EditorActions } from "./editor-actions.ts";
import { type EditorStore, isPaused, presentOf } from "./editor-store.ts";

export interface LockingState {
  readonly isBusy: boolean;
  /** Why it failed, and what was to be locked. */
  readonly failure?: { readonly error: ErrorData; readonly packages: readonly PackageUse[] };
  /** What was locked is not what the draft declares by now. */
  readonly isOutdated?: boolean;
}

/** The lock of a draft's packages: it is found out on the server, whatever is looked at meanwhile, and comes into the draft. */
export interface Locking {
  readonly get: () => LockingState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly lock: (packages: readonly PackageUse[]) => Promise<void>;
  /** Waits on for what was begun before this page was opened. */
  readonly resume: () => Promise<void>;
  /** Nobody waits here any more; on the server it goes on. */
  readonly stop: () => void;
}

const label = { en: "Packages locked", ru: "Пакеты зафиксированы" };

/** Packages as a draft declares them, half-written ones too. */
export const packagesIn = (json: Json | undefined): readonly PackageUse[] =>
  (Array.isArray(json) ? json : []).flatMap((one) =>
    isObject(one)
      ? [
          {
            name: typeof one.name === "string" ? one.name : "",
            ...(typeof one.version === "string" ? { version: one.version } : {}),
          },
        ]
      : [],
  );

export function createLocking({
  module,
  store,
  actions,
}: {
  module: string;
  store: EditorStore;
  actions: Pick<EditorActions, "lockPackages" | "getPackageLocking">;
}): Locking {
  let state: LockingState = { isBusy: false };
  let wanted = new AbortController();
  const listeners = new Set<() => void>();
  const become = (next: LockingState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const declared = () => packagesIn(readDraft(presentOf(store.get())).json.packages);

  /** Once nothing pauses the draft. */
  const whenWritable = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (isPaused(store.get()) && !signal.aborted) return;
        leave();
        resolve();
      };
      const leave = store.subscribe(look);
      signal.addEventListener("abort", look);
      look();
    });
  const put = async (found: PackageLock, signal: AbortSignal) => {
    await whenWritable(signal);
    if (signal.aborted) return;
    const packages = declared();
    const isOutdated = packages.length === 0 || !isLockOf(found, packages);
    if (!isOutdated) store.edit(set(["packageLock"], found, label));
    become({ isBusy: false, isOutdated });
  };
  const run = async (packages: readonly PackageUse[], waitedFor?: string) => {
    wanted.abort();
    wanted = new AbortController();
    const { signal } = wanted;
    become({ isBusy: true });
    const asked = { module, packages: [...packages], ...(waitedFor === undefined ? {} : { waitedFor }) };
    const answer = await whenPythonIsReady(actions.lockPackages, asked, { kind: "lock", signal }).catch(
      () => undefined,
    );
    if (signal.aborted) return;
    if (answer?.ok) await put(answer.value, signal);
    else become({ isBusy: false, failure: { error: answer?.error ?? noAnswer, packages } });
  };

  return {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    lock: run,
    resume: async () => {
      if (declared().length === 0) return;
      const { signal } = wanted;
      const answer = await actions.getPackageLocking({ module }).catch(() => undefined);
      const locking = answer?.ok ? answer.value.locking : undefined;
      if (locking && !signal.aborted && !state.isBusy) await run(locking.packages, locking.preparation);
    },
    stop: () => {
      wanted.abort();
      wanted = new AbortController();
      state = { isBusy: false };
    },
  };
}
