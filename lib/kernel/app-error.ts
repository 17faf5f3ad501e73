import type { ErrorCode } from "./error-code.ts";
import { type ErrorCodeId, errorCodes } from "./error-codes.ts";
import { fillText, type Locale, type Text } from "./text.ts";

/** Where an error was found, as far as known. Names only, never a value of the data. */
export interface ErrorPlace {
  readonly stage?: string;
  readonly table?: string;
  readonly column?: string;
  readonly rule?: string;
  readonly row?: number;
  readonly line?: number;
  /** A path into the module document, `tables/0/columns/2/nulls`. */
  readonly path?: string;
}

/** An {@link AppError} as plain data: what is stored, sent and shown. */
export interface ErrorData {
  readonly code: ErrorCodeId;
  readonly params: Readonly<Record<string, string | number>>;
  readonly place?: ErrorPlace;
}

/** Marks an AppError whichever copy of this file made it: a bundler gives routes and the server's start copies of their own. */
const mark = Symbol.for("etlx.app-error");

/**
 * The one error of the product. Its parameters reach logs and people, so they never hold raw data or secrets;
 * what a driver or an engine said goes to `cause`, which only a log with redaction may read.
 */
export class AppError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && mark in value;
  }

  readonly [mark] = true;
  readonly code: ErrorCodeId;
  readonly params: Readonly<Record<string, string | number>>;
  readonly place: ErrorPlace;

  constructor(
    code: ErrorCodeId,
    params: Readonly<Record<string, string | number>> = {},
    options: { place?: ErrorPlace; cause?: unknown } = {},
  ) {
    super(fillText(errorCodes[code].message.en, params, "en"), { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.params = params;
    this.place = options.place ?? {};
  }

  get definition(): ErrorCode {
    return errorCodes[this.code];
  }

  toData(): ErrorData {
    return { code: this.code, params: this.params, place: this.place };
  }
}

/** The message of an error in every language. */
export const errorText = (data: ErrorData): Text => ({
  en: errorMessage(data, "en"),
  ru: errorMessage(data, "ru"),
});

/** The message of an error in a language, for people. */
export function errorMessage(data: ErrorData, locale: Locale): string {
  return fillText(errorCodes[data.code].message[locale], data.params, locale);
}
