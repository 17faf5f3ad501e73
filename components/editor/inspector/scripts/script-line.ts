import type { ErrorData } from "#lib/kernel";

/** The line of a script at which it failed; undefined where the error is of something else, or says no line. */
export function scriptLine(
  error: ErrorData | undefined,
  table: string,
  use: "extraction" | "transformation",
): number | undefined {
  const { table: where, stage, line } = error?.place ?? {};
  if (line === undefined || where !== table) return undefined;
  const isTransform = stage === "transform";
  return isTransform === (use === "transformation") ? line : undefined;
}
