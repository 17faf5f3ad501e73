import { AppError } from "#lib/kernel";

/** @throws AppError `not-found` where there is nothing */
export function found<T>(value: T | undefined, what: string, name: string | number): T {
  if (value === undefined) throw new AppError("not-found", { what, name: String(name) });
  return value;
}
