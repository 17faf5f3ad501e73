import type { z } from "zod";
import type { diagnosticSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { diagnose, type ModuleDocument, parseDocument } from "#lib/metadata";

type DiagnosticView = z.input<typeof diagnosticSchema>;

/** A document by its shape alone, for views; undefined where it cannot be read as one that runs. */
export function readDocument(raw: unknown): ModuleDocument | undefined {
  const parsed = parseDocument(raw);
  return parsed.ok ? parsed.value : undefined;
}

/** All that stands between a document and a run, as data. */
export const diagnosticsOf = (raw: unknown): DiagnosticView[] =>
  diagnose(raw, { mode: "executable" }).map((one) => ({ ...one, path: [...one.path] }));

/** @throws AppError `document-invalid` naming the first problem and its place */
export function executableDocument(raw: unknown): ModuleDocument {
  const document = readDocument(raw);
  const errors = diagnosticsOf(raw).filter((one) => one.severity === "error");
  const [first] = errors;
  if (document !== undefined && first === undefined) return document;
  const path = first?.path.join("/") ?? "";
  throw new AppError(
    "document-invalid",
    { count: errors.length, path: path === "" ? "/" : path, detail: first?.message.en ?? "" },
    { place: { path } },
  );
}
