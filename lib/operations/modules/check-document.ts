import type { z } from "zod";
import type { diagnosticSchema } from "#lib/contracts";
import { AppError, detailOf } from "#lib/kernel";
import {
  asksForDistinct,
  diagnose,
  type KnownFigures,
  type KnownPlaces,
  type ModuleDocument,
  parseDocument,
} from "#lib/metadata";
import type { RecordServices } from "../core/services.ts";
import { documentIn } from "../run-ports/index.ts";
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
  environment: string | undefined,
): Promise<Readonly<Record<string, KnownFigures>> | undefined> {
  const document = readDocument(raw);
  if (document === undefined || !asksForDistinct(document)) return undefined;
  const version = await services.db.versions.latest(module, environment);
  if (version === undefined) return undefined;
  const tables = version.reports.quality.tables.map(({ name, counts, columns }) => {
    const distinct = columns.flatMap((column) =>
      typeof column.distinct === "number" ? [[column.name, column.distinct] as const] : [],
    );
    return [name, { rows: counts.published, distinct: Object.fromEntries(distinct) }] as const;
  });
  return Object.fromEntries(tables);
}

async function placesHere({ db }: Pick<RecordServices, "db">): Promise<KnownPlaces> {
  const [sources, stores] = [await db.sources.list(), await db.stores.list()];
  return {
    sources: new Set(sources.map(({ name }) => name)),
    stores: new Map(stores.map(({ name, kind }) => [name, kind])),
  };
}

/** All that stands between a document of a module and a run, as data; in an environment, of the document as it is there. */
export async function diagnosticsOf(
  services: RecordServices,
  module: string,
  raw: unknown,
  environment?: string,
): Promise<DiagnosticView[]> {
  const artefacts = await artefactLookup(services, module, raw);
  const figures = await lastFigures(services, module, raw, environment);
  const upstreams = await upstreamsFor(services, raw, environment);
  const seen = await seenFor(services, module, raw);
  const places = await placesHere(services);
  return diagnose(raw, { mode: "executable", artefacts, figures, upstreams, seen, places }).map((one) => ({
    ...one,
    path: [...one.path],
  }));
}

/**
 * The document as a run in an environment takes it; without one, as it is written.
 * @throws AppError `document-invalid` naming the first problem and its place, `environment-unbound`, `environment-missing`
 */
export async function executableDocument(
  services: RecordServices,
  module: string,
  raw: unknown,
  environment?: string,
): Promise<ModuleDocument> {
  const written = readDocument(raw);
  const document = written && (await documentIn(services.db, written, environment));
  const judged = environment === undefined ? raw : (document ?? raw);
  const diagnostics = await diagnosticsOf(services, module, judged, environment);
  const errors = diagnostics.filter((one) => one.severity === "error");
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
