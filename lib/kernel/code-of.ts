/** The code that Node's errors and those of most libraries carry, `ENOENT`; undefined where there is none. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
