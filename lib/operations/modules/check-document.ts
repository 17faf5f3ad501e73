import type { z } from "zod";
import type { diagnosticSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { diagnose, type ModuleDocument, parseDocument } from "#lib/metadata";
import type { Services } from "../core/services.ts";
import { artefactLookup } from "./module-values.ts";

type DiagnosticView = z.input<typeof diagnosticSchema>;

/** A document by its shape alone, for views; undefined where it cannot be read as one that runs. */
export function readDocument(raw: unknown): ModuleDocument | undefined {
  const parsed = parseDocument(raw);
  return parsed.ok ? parsed.value : undefined;
}

type Kept = Pick<Services, "db" | "masterKey">;

/** All that stands between a document of a module and a run, as data. */
export async function diagnosticsOf(services: Kept, module: string, raw: unknown): Promise<DiagnosticView[]> {
  const artefacts = await artefactLookup(services, module, raw);
  return diagnose(raw, { mode: "executable", artefacts }).map((one) => ({ ...one, path: [...one.path] }));
}

/** @throws AppError `document-invalid` naming the first problem and its place */
export async function executableDocument(
  services: Kept,
  module: string,
  raw: unknown,
): Promise<ModuleDocument> {
  const document = readDocument(raw);
  const errors = (await diagnosticsOf(services, module, raw)).filter((one) => one.severity === "error");
  const [first] = errors;
  if (document !== undefined && first === undefined) return document;
  const path = first?.path.join("/") ?? "";
  throw new AppError(
    "document-invalid",
    { count: errors.length, path: path === "" ? "/" : path, detail: first?.message.en ?? "" },
    { place: { path } },
  );
}
