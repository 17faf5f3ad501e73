import type { Diagnostic } from "#lib/contracts";
import { err, ok, type Result } from "#lib/kernel";
import { diagnostic } from "./diagnostics/messages.ts";

/** The format this version writes. */
export const documentFormat = 2;

/** Brings a document from a format to the next one. Stored documents stay as they are: a migration is applied when one is read. */
export interface Migration {
  readonly from: number;
  up(document: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

/** Every migration, oldest first. Format 2 has more keys, none of which a document must have. */
export const migrations: readonly Migration[] = [{ from: 1, up: (document) => document }];

/** A document in today's format, or why it cannot be brought there. */
export function migrate(
  json: unknown,
  steps: readonly Migration[] = migrations,
  target: number = documentFormat,
): Result<unknown, readonly Diagnostic[]> {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    return err([diagnostic("document-not-object", [])]);
  }
  let document: Readonly<Record<string, unknown>> = { ...json };
  // A document without a format is looked at as one of today: its schema says that the key is missing.
  while (typeof document.format === "number" && document.format !== target) {
    const from = document.format;
    const step = steps.find((candidate) => candidate.from === from);
    if (!step) return err([diagnostic("format-unsupported", ["format"], { format: target })]);
    document = { ...step.up(document), format: from + 1 };
  }
  return ok(document);
}
