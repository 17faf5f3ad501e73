import { AppError } from "#lib/kernel";

/** What a log may say of an error: classes, codes and places in our code. Never a message of a driver or an engine. */
export interface ErrorDescription {
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly place?: Readonly<Record<string, string | number | undefined>>;
  readonly frames?: readonly string[];
  readonly cause?: ErrorDescription;
}

const deepestCause = 5;

/**
 * Messages of drivers and engines quote values (PostgreSQL's DETAIL, failed casts), and a stack starts with the
 * message, so of errors not our own only class, code and stack frames remain.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error };
  const cause =
    error.cause === undefined || depth >= deepestCause
      ? {}
      : { cause: describeError(error.cause, depth + 1) };
  if (error instanceof AppError) {
    const { code, params, place } = error;
    return { type: "AppError", code, message: error.message, params, place: { ...place }, ...cause };
  }
  const code =
    "code" in error && /^[A-Za-z0-9_-]{1,64}$/.test(String(error.code)) ? String(error.code) : undefined;
  return {
    type: error.constructor.name,
    ...(code === undefined ? {} : { code }),
    frames: stackFrames(error),
    ...cause,
  };
}

const frame = /^\s+at (?:[\w$.<>[\] ]+ \()?(?:file:\/\/|node:|\/|webpack|turbopack)[^\n]*:\d+:\d+\)?$/;

function stackFrames(error: Error): string[] {
  const stack = error.stack ?? "";
  // What precedes the first frame repeats the message; a message can hold lines that look like frames, so it goes by length.
  const start = stack.indexOf(error.message) + error.message.length;
  return stack
    .slice(Math.max(start, 0))
    .split("\n")
    .filter((line) => frame.test(line))
    .slice(0, 12)
    .map((line) => line.trim());
}
