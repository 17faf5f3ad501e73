"use client";

import { useSyncExternalStore } from "react";
import { type Preview, type PythonProgress, pythonProgressSchema } from "#lib/contracts";
import type { ErrorData, Result } from "#lib/kernel";
import type { PreviewAsked } from "../modules/module-actions.ts";
import type { Action } from "../ui/action.ts";
import { askRoute } from "../ui/ask-route.ts";

/** Milliseconds between two questions how far Python is; it takes a minute or two. */
const pause = 1500;

const waits = new Map<symbol, PythonProgress>();
const listeners = new Set<() => void>();
const changed = () => {
  for (const listener of listeners) listener();
};

type Ask = (preparation: string) => Promise<Result<{ progress?: PythonProgress }, ErrorData>>;

const askServer: Ask = (preparation) => askRoute("GET", ["api", "python", "preparations", preparation]);

/** Waits for a preparation to be over, whatever it came to; what the server says of it meanwhile is shown. */
async function whenOver(
  preparation: string,
  first: PythonProgress,
  signal: AbortSignal | undefined,
  ask: Ask,
): Promise<void> {
  const own = Symbol(preparation);
  const show = (progress: PythonProgress) => {
    waits.set(own, progress);
    changed();
  };
  try {
    show(first);
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (signal?.aborted) return;
      // Nobody answers for a moment: it goes on all the same.
      const answer = await ask(preparation).catch(() => undefined);
      if (answer && !(answer.ok && answer.value.progress)) return;
      if (answer?.ok && answer.value.progress) show(answer.value.progress);
    }
  } finally {
    waits.delete(own);
    changed();
  }
}

/**
 * Looks at what scripts make, and again by itself once Python can run them; a failure to make it ready is the answer.
 * @param look is told which preparation was waited for
 * @param signal aborted where nobody wants the answer any more
 */
export async function whenPythonIsReady<Output>(
  look: (waitedFor?: string) => Promise<Result<Output, ErrorData>>,
  signal?: AbortSignal,
  ask: Ask = askServer,
): Promise<Result<Output, ErrorData>> {
  let answer = await look();
  while (!answer.ok && answer.error.code === "python-preparing") {
    const { preparation, step, packages, since, seconds } = answer.error.params;
    const progress = pythonProgressSchema.safeParse({ step, packages, since, seconds });
    if (!progress.success || typeof preparation !== "string") return answer;
    await whenOver(preparation, progress.data, signal, ask);
    if (signal?.aborted) return answer;
    answer = await look(preparation);
  }
  return answer;
}

/** A preview that waits for Python where its scripts need it. */
export const previewWhenReady = (
  previewTable: Action<PreviewAsked, Preview>,
  asked: PreviewAsked,
  signal?: AbortSignal,
  ask: Ask = askServer,
): Promise<Result<Preview, ErrorData>> =>
  whenPythonIsReady(
    (waitedFor) => previewTable(waitedFor === undefined ? asked : { ...asked, waitedFor }),
    signal,
    ask,
  );

/** How far Python is, while a look of this page waits for it. */
export const usePythonProgress = (): PythonProgress | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => [...waits.values()].at(-1),
    () => undefined,
  );
