"use client";

import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import { type PythonProgress, pythonProgressSchema } from "#lib/contracts";
import type { ErrorData, Result } from "#lib/kernel";
import type { Action } from "../ui/action.ts";
import { askRoute } from "../ui/ask-route.ts";

/** Milliseconds between two questions how far Python is; it takes a minute or two. */
const pause = 1500;

/** What waits: a look at data that scripts make, or a lock of packages. Each shows its own progress. */
type WaitKind = "look" | "lock";

const waits = new Map<symbol, { readonly kind: WaitKind; readonly progress: PythonProgress }>();
const listeners = new Set<() => void>();
const changed = () => {
  for (const listener of listeners) listener();
};

type Ask = (preparation: string) => Promise<Result<{ progress?: PythonProgress }, ErrorData>>;

const askServer: Ask = (preparation) => askRoute("GET", ["api", "python", "preparations", preparation]);

interface WaitOptions {
  readonly kind?: WaitKind;
  /** Aborted where nobody wants the answer any more. */
  readonly signal?: AbortSignal;
  readonly ask?: Ask;
}

/** What may have to wait for Python is told which preparation was waited for. */
interface Waiting {
  readonly waitedFor?: string;
}

/** Waits for a preparation to be over, whatever it came to; what the server says of it meanwhile is shown. */
async function whenOver(
  preparation: string,
  first: PythonProgress,
  { kind = "look", signal, ask = askServer }: WaitOptions,
): Promise<void> {
  const own = Symbol(preparation);
  const show = (progress: PythonProgress) => {
    waits.set(own, { kind, progress });
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
 * Asks for what scripts make or need, and again by itself once Python is ready for it; a failure to make it ready is the answer.
 */
export async function whenPythonIsReady<Input extends Waiting, Output>(
  action: Action<Input, Output>,
  input: Input,
  options: WaitOptions = {},
): Promise<Result<Output, ErrorData>> {
  let answer = await action(input);
  while (!answer.ok && answer.error.code === "python-preparing") {
    const { preparation, step, packages, since, seconds } = answer.error.params;
    const progress = pythonProgressSchema.safeParse({ step, packages, since, seconds });
    if (!progress.success || typeof preparation !== "string") return answer;
    await whenOver(preparation, progress.data, options);
    if (options.signal?.aborted) return answer;
    answer = await action({ ...input, waitedFor: preparation });
  }
  return answer;
}

/** The same as an action of a part of a page: nothing is asked for any more when that is gone. */
export function usePythonAction<Input extends Waiting, Output>(
  action: Action<Input, Output>,
): Action<Input, Output> {
  const wanted = useRef<AbortController>(undefined);
  useEffect(() => () => wanted.current?.abort(), []);
  return useCallback(
    (input) => {
      wanted.current?.abort();
      wanted.current = new AbortController();
      return whenPythonIsReady(action, input, { signal: wanted.current.signal });
    },
    [action],
  );
}

/** How far it is, while something of this kind waits. */
export const progressOf = (kind: WaitKind): PythonProgress | undefined =>
  [...waits.values()].findLast((wait) => wait.kind === kind)?.progress;

/** The same, drawn anew as it goes on. */
export const usePythonProgress = (kind: WaitKind = "look"): PythonProgress | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => progressOf(kind),
    () => progressOf(kind),
  );
