import type { z } from "zod";
import type { diagnosticSchema } from "#lib/contracts";
import { AppError, detailOf } from "#lib/kernel";
import {
  asksForDistinct,
  diagnose,
  type KnownFigures,
  type ModuleDocument,
  parseDocument,
} from "#lib/metadata";
import type { RecordServices } from "../core/services.ts";
import { artefactLookup } from "./module-values.ts";
import { seenFor } from "./seen-for.ts";
import { upstreamsFor } from "./upstreams-for.ts";

type DiagnosticView = z.input<typeof diagnosticSchema>;

/** A document by its shape alone, for views; undefined where it cannot be read as one that runs. */
export function readDocument(raw: unknown): ModuleDocument | undefined {
  const parsed = parseDocument(raw);
  return parsed.ok ? parsed.value : undefined;
}

/** What the newest version says of the tables' rows, where a rule depends on their number. Coarse counts say nothing. */
async function lastFigures(
  services: RecordServices,
  module: string,
  raw: unknown,
): Promise<Readonly<Record<string, KnownFigures>> | undefined> {
  const document = readDocument(raw);
  if (document === undefined || !asksForDistinct(document)) return undefined;
  const version = await services.db.versions.latest(module);
  if (version === undefined) return undefined;
  const tables = version.reports.quality.tables.map(({ name, counts, columns }) => {
    const distinct = columns.flatMap((column) =>
      typeof column.distinct === "number" ? [[column.name, column.distinct] as const] : [],
    );
    return [name, { rows: counts.published, distinct: Object.fromEntries(distinct) }] as const;
  });
  return Object.fromEntries(tables);
}

/** All that stands between a document of a module and a run, as data. */
export async function diagnosticsOf(
  services: RecordServices,
  module: string,
  raw: unknown,
): Promise<DiagnosticView[]> {
  const artefacts = await artefactLookup(services, module, raw);
  const figures = await lastFigures(services, module, raw);
  const upstreams = await upstreamsFor(services, raw);
  const seen = await seenFor(services, module, raw);
  return diagnose(raw, { mode: "executable", artefacts, figures, upstreams, seen }).map((one) => ({
    ...one,
    path: [...one.path],
  }));
}

/** @throws AppError `document-invalid` naming the first problem and its place */
export async function executableDocument(
  services: RecordServices,
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
    {
      count: errors.length,
      path: path === "" ? "/" : path,
      ...detailOf(first?.message ?? { en: "", ru: "" }),
    },
    { place: { path } },
  );
}
