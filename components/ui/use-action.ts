"use client";

import { notifications } from "@mantine/notifications";
import { useLocale } from "next-intl";
import { useState, useTransition } from "react";
import { type ErrorData, errorMessage, type Locale } from "#lib/kernel";
import type { Action } from "./action.ts";

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
      const answer = await action(input);
      if (answer.ok) {
        if (options.success) notifications.show({ message: options.success, color: "green" });
        options.done?.(answer.value);
        return;
      }
      setError(answer.error);
      if (!options.quiet)
        notifications.show({ message: errorMessage(answer.error, locale), color: "red", autoClose: 8000 });
    });
  return { run, error, isBusy, clear: () => setError(undefined) };
}
