"use client";

import { useEffect, useState } from "react";
import type { ErrorData, Result } from "#lib/kernel";
import { noAnswer } from "./no-answer.ts";

type Loaded<Value> =
  /** `before` answered an earlier key. */
  | { readonly state: "pending"; readonly before?: Value | undefined }
  | { readonly state: "done"; readonly value: Value }
  | { readonly state: "failed"; readonly error: ErrorData };

/** What a page asks for after it is drawn, once for each key; an answer to an earlier key is dropped, and its signal says so. */
export function useLoaded<Value>(
  key: string,
  load: (signal: AbortSignal) => Promise<Result<Value, ErrorData>>,
): Loaded<Value> {
  const [answer, setAnswer] = useState<{ key: string; result: Result<Value, ErrorData> }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when something else is asked for
  useEffect(() => {
    const dropped = new AbortController();
    const { signal } = dropped;
    load(signal).then(
      (result) => {
        if (!signal.aborted) setAnswer({ key, result });
      },
      () => {
        if (!signal.aborted) setAnswer({ key, result: { ok: false, error: noAnswer } });
      },
    );
    return () => dropped.abort();
  }, [key]);
  if (answer?.key !== key)
    return { state: "pending", before: answer?.result.ok ? answer.result.value : undefined };
  return answer.result.ok
    ? { state: "done", value: answer.result.value }
    : { state: "failed", error: answer.result.error };
}
