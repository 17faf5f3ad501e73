import { AppError, type ErrorKind } from "#lib/kernel";

/** What the exit code tells scripts; part of the command line's contract. */
export const exitCodes = { done: 0, data: 1, usage: 2, outside: 3, internal: 70, cancelled: 130 } as const;

const codeOfKind: Readonly<Record<ErrorKind, number>> = {
  data: exitCodes.data,
  conflict: exitCodes.data,
  usage: exitCodes.usage,
  access: exitCodes.usage,
  missing: exitCodes.usage,
  outside: exitCodes.outside,
  internal: exitCodes.internal,
  cancelled: exitCodes.cancelled,
};

export const exitCodeOf = (error: unknown): number =>
  error instanceof AppError ? codeOfKind[error.definition.kind] : exitCodes.internal;
