import type { Text } from "./text.ts";

/**
 * Who has to act on an error; it decides the exit code of the command line and the HTTP status.
 * `data` the data or the rules refuse (exit 1), `usage` the request is wrong (2), `outside` a source or a store failed (3).
 */
export type ErrorKind =
  | "data"
  | "usage"
  | "outside"
  | "access"
  | "conflict"
  | "missing"
  | "internal"
  | "cancelled";

export interface ErrorCode {
  readonly kind: ErrorKind;
  /** Whether the same attempt may succeed later without anybody changing anything. */
  readonly transient?: boolean;
  /** Whether it passes once others are done: a run waits for that, and has not failed. */
  readonly awaited?: boolean;
  readonly message: Text;
}
