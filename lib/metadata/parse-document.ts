import type { Diagnostic } from "#lib/contracts";
import { err, ok, type Result } from "#lib/kernel";
import { shapeDiagnostics } from "./diagnostics/shape.ts";
import { type ModuleDocument, moduleDocumentSchema } from "./document.ts";
import { migrate } from "./migrate.ts";

/** Reads a document of any known format by its executable schema. What its rules say together, `diagnose` checks. */
export function parseDocument(json: unknown): Result<ModuleDocument, readonly Diagnostic[]> {
  const migrated = migrate(json);
  if (!migrated.ok) return migrated;
  const parsed = moduleDocumentSchema.safeParse(migrated.value);
  return parsed.success ? ok(parsed.data) : err(shapeDiagnostics(migrated.value, moduleDocumentSchema));
}
