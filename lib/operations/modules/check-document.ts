import type { z } from "zod";
import type { diagnosticSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { type ModuleDocument, moduleDocumentSchema } from "#lib/metadata";

type DiagnosticView = z.input<typeof diagnosticSchema>;

export interface CheckedDocument {
  readonly diagnostics: DiagnosticView[];
  /** Absent where the document cannot be run as it stands. */
  readonly document: ModuleDocument | undefined;
}

/** What stands between a document and a run. */
export function checkDocument(raw: unknown): CheckedDocument {
  const parsed = moduleDocumentSchema.safeParse(raw);
  if (parsed.success) return { diagnostics: [], document: parsed.data };
  return {
    document: undefined,
    diagnostics: parsed.error.issues.map((issue) => ({
      code: issue.code,
      severity: "error" as const,
      message: { en: issue.message, ru: issue.message },
      path: issue.path.map((part) => (typeof part === "number" ? part : String(part))),
    })),
  };
}

/** @throws AppError `document-invalid` naming the first problem and its place */
export function executableDocument(raw: unknown): ModuleDocument {
  const { document, diagnostics } = checkDocument(raw);
  const errors = diagnostics.filter((one) => one.severity === "error");
  const [first] = errors;
  if (document !== undefined && first === undefined) return document;
  const path = first?.path.join("/") ?? "";
  throw new AppError(
    "document-invalid",
    { count: errors.length, path: path === "" ? "/" : path, detail: first?.message.en ?? "" },
    { place: { path } },
  );
}
