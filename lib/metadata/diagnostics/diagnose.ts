import type { Diagnostic, Upstreams } from "#lib/contracts";
import { moduleDocumentSchema } from "../document.ts";
import { draftSchema } from "../draft.ts";
import type { SeenSource } from "../drift/source-drift.ts";
import { inheritClasses } from "../inherit/inherit-classes.ts";
import { Origins } from "../inherit/origins.ts";
import { migrate } from "../migrate.ts";
import { applyPatterns } from "../pattern-rules.ts";
import { type ArtefactLookup, type OpenedDocument, openValues } from "../values/replace-values.ts";
import { checkCapacity, type KnownFigures } from "./capacity.ts";
import { checkColumn } from "./columns.ts";
import { checkDrift } from "./drift.ts";
import { checkHierarchies } from "./hierarchies.ts";
import { checkIncremental } from "./incremental.ts";
import { checkKeys } from "./keys.ts";
import { isUnfinished } from "./messages.ts";
import { checkParameters } from "./parameters.ts";
import { PathSet } from "./path-set.ts";
import { checkPatterns } from "./patterns.ts";
import { checkPlaces, type KnownPlaces } from "./places.ts";
import { checkPolicy } from "./policy.ts";
import { checkPerson, checkPrivacy } from "./privacy.ts";
import { repaired } from "./repair.ts";
import { Report } from "./report.ts";
import { shapeDiagnostics } from "./shape.ts";
import { checkModule, checkTable } from "./structure.ts";
import { checkTableChecks } from "./table-checks.ts";
import { checkUpstreamModels } from "./upstream-models.ts";
import { checkInherited, checkUpstreams } from "./upstreams.ts";
import { checkValues } from "./values.ts";

export interface DiagnoseOptions {
  /** `draft`: what is not there yet is a warning. `executable`: everything a run needs. */
  readonly mode: "draft" | "executable";
  /** Columns that each table's data has after its transformation, where they are known. */
  readonly sourceColumns?: Readonly<Record<string, readonly string[]>>;
  /** What is known of the tables' data from before, by table. */
  readonly figures?: Readonly<Record<string, KnownFigures>> | undefined;
  /** Values that the document refers to: they are judged as if they stood there. Without them only references are. */
  readonly artefacts?: ArtefactLookup | undefined;
  /** Versions of modules that the document reads, where they are known: their columns bring classes along. */
  readonly upstreams?: Upstreams | undefined;
  /** Sources as they were last seen, by the document's names for them. */
  readonly seen?: ReadonlyMap<string, SeenSource> | undefined;
  /** Sources and stores that are here, where that is known. */
  readonly places?: KnownPlaces | undefined;
}

/**
 * Everything that is wrong with a document, each with a code and a place and no value of the data. Half-finished
 * documents are looked at as far as their parts can be.
 */
export function diagnose(json: unknown, options: DiagnoseOptions): readonly Diagnostic[] {
  const migrated = migrate(json);
  if (!migrated.ok) return migrated.error;
  const opened: OpenedDocument<unknown> = options.artefacts
    ? openValues(migrated.value, options.artefacts)
    : { document: migrated.value, opened: [], problems: [] };
  const elsewhere = new PathSet(opened.opened);
  // Inside of what is kept elsewhere the document has no places.
  const found = diagnoseOpened(opened.document, options).map((one) => ({
    ...one,
    path: elsewhere.around(one.path) ?? one.path,
  }));
  return unique([...found, ...checkValues(migrated.value, opened.problems)]);
}

function diagnoseOpened(json: unknown, options: DiagnoseOptions): readonly Diagnostic[] {
  const strict = shapeDiagnostics(json, moduleDocumentSchema);
  const loose = options.mode === "draft" ? shapeDiagnostics(json, draftSchema) : [];
  const shape = options.mode === "draft" ? [...loose, ...onlyNew(softened(strict), loose)] : strict;
  const usable = repaired(json);
  if (!usable) return shape;
  const { original } = usable;
  // A pattern's rules are looked at where they act: on the column, whose type and key decide whether they fit.
  const upstreams: Upstreams = options.upstreams ?? new Map();
  const written = { ...applyPatterns(usable.document), patterns: undefined };
  const document = inheritClasses(written, upstreams);
  const origins = new Origins(document, upstreams);
  const report = new Report();
  checkModule(document, report);
  checkParameters(document, report);
  checkPatterns(usable.document, report);
  checkPerson(document, report);
  checkHierarchies(document, report);
  checkUpstreams(document, options.upstreams, report);
  checkInherited(document, origins, report);
  checkPlaces(document, options.places, report);
  checkDrift(document, options.seen ?? new Map(), report);
  for (const [index, table] of document.tables.entries()) {
    const at = report.at("tables", index);
    checkTable(document, table, options.sourceColumns?.[table.name], at);
    for (const [position, column] of table.columns.entries())
      checkColumn(document, table, column, at.at("columns", position));
    checkKeys(document, table, at);
    checkIncremental(document, table, at);
    checkTableChecks(document, table, at);
    checkPrivacy(document, table, at);
    checkUpstreamModels(document, table, origins, upstreams, at);
    checkPolicy(document, table, at, origins);
    checkCapacity(document, table, options.figures?.[table.name], at);
  }
  const found = report.found.map((one) => ({ ...one, path: original(one.path) }));
  // What follows from a place that is broken already would only repeat it.
  const broken = new PathSet(strict.map(({ path }) => path));
  const typeless = new PathSet(
    strict.flatMap(({ path }) => (path.at(-1) === "datatype" ? [path.slice(0, -1)] : [])),
  );
  const own = found.filter(
    ({ path, code }) =>
      !(typeCodes.has(code) && typeless.around(path)) && !broken.hasWithin(path) && !broken.around(path),
  );
  return [...shape, ...unique(options.mode === "draft" ? softened(own) : own)];
}

/** Of a column whose type cannot be read, nothing is known that depends on the type. */
const typeCodes: ReadonlySet<string> = new Set(["rule-type", "rule-problem", "default-type"]);

const mark = ({ code, path }: Diagnostic): string => JSON.stringify([code, path]);

function unique(found: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(found.map((one) => [mark(one), one])).values()];
}

/** In a draft, what is not there yet only waits; a value that is being typed is no error either until it is kept. */
const softened = (found: readonly Diagnostic[]): readonly Diagnostic[] =>
  found.map((one) =>
    isUnfinished(one.code) || one.code === "value-invalid" ? { ...one, severity: "warning" as const } : one,
  );

function onlyNew(found: readonly Diagnostic[], known: readonly Diagnostic[]): readonly Diagnostic[] {
  const places = new PathSet(known.map(({ path }) => path));
  return found.filter(({ path }) => !places.around(path));
}
