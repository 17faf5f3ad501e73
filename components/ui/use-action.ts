"use client";

import { unstable_rethrow } from "next/navigation";
import { useLocale } from "next-intl";
import { useState, useTransition } from "react";
import type { ErrorData, Locale } from "#lib/kernel";
import type { Action } from "./action.ts";
import { noAnswer } from "./no-answer.ts";
import { notify } from "./notices.ts";

/** Runs an action and says what came of it. Never optimistic: the page changes when the server has answered. */
export function useAction<Input, Output>(
  action: Action<Input, Output>,
  options: { done?: (output: Output) => void; success?: string; quiet?: boolean } = {},
) {
  const locale = useLocale() as Locale;
  const [error, setError] = useState<ErrorData>();
  const [isBusy, start] = useTransition();
  const run = (input: Input) =>
    start(async () => {
      setError(undefined);
      // A redirect is not an answer that failed; without any, the page stays as it is and says so.
      const answer = await action(input).catch((cause: unknown) => {
        unstable_rethrow(cause);
        return { ok: false as const, error: noAnswer };
      });
      if (answer.ok) {
        if (options.success) notify(options.success, "good");
        options.done?.(answer.value);
        return;
      }
      setError(answer.error);
      if (options.quiet) return;
      const { errorSentence } = await import("./error-words.tsx");
      notify(errorSentence(answer.error, locale), "bad");
    });
  return { run, error, isBusy, clear: () => setError(undefined) };
}
