"use client";

import { useLocale } from "next-intl";
import { type ErrorData, errorMessage, type Locale } from "#lib/kernel";
import { type AnyError, knownError } from "./known-error.ts";

/** An error as a sentence, for where no element can stand. */
export const errorSentence = (error: ErrorData, locale: Locale): string =>
  errorMessage(knownError(error), locale);

/** An error as a sentence. Pages use `ErrorText`, so that they load every error's words only when one is shown. */
export function ErrorWords({ error }: { error: AnyError }) {
  const locale = useLocale() as Locale;
  return errorMessage(knownError(error), locale);
}
