import { AppError } from "#lib/kernel";

/**
 * A variable that a person named on the command line (`env:NAME`), so that a secret shows in no list of processes.
 * @throws AppError `source-address-invalid`
 */
export function namedVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "")
    throw new AppError("source-address-invalid", { detail: `env:${name}` });
  return value;
}
