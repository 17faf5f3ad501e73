import { findAnonymizer, findKeyStrategy, isAcrossRows, needsOf, uniquenessOf } from "#lib/anonymizers";
import { findCheck, findNormalizer, findNullStrategy, findTableCheck } from "#lib/column-rules";
import { type PlainSelect, parseSelect } from "#lib/sql";
import { moduleSources } from "../declared-sources.ts";
import { enabledSteps, type ModuleDocument, type TableDocument } from "../document.ts";
import { effectiveColumn } from "../effective-column.ts";
import { findTable, parentOf } from "../parent-of.ts";
import { requiredModels } from "../required-models.ts";
import { tablesRead } from "../table-order.ts";
import type { DiagnosticCode, MessageParams } from "./messages.ts";
import type { Report } from "./report.ts";

/** Why a table cannot be read in increments: what its rows become must depend on nothing but the row and rows that are read whole. */
export interface IncrementalProblem {
  readonly code: Extract<DiagnosticCode, `incremental-${string}`>;
  readonly path: readonly (string | number)[];
  readonly params?: MessageParams;
}

type Extraction = NonNullable<TableDocument["extraction"]>;

const isIncremental = (table: TableDocument | undefined): boolean =>
  table?.extraction?.incremental !== undefined;

/** One SELECT of a table's columns. Dialects agree about it; which of them it is, the document does not know. */
function selectOf({ language, script }: Extraction): PlainSelect | undefined {
  if (language !== "sql") return undefined;
  return (["postgresql", "mysql", "sqlite", "duckdb"] as const)
    .map((dialect) => parseSelect(script, dialect))
    .find((select) => {
      // A name followed by a bracket may be an aggregate or look at other rows.
      const isPlain = select?.items.every(({ kind }) => kind !== "expression");
      return select && !select.isDistinct && !select.hasMore && isPlain && select.tables.length === 1;
    });
}

function ofExtraction(document: ModuleDocument, extraction: Extraction): readonly IncrementalProblem[] {
  const path = ["extraction", "script"];
  const found: IncrementalProblem[] = [];
  const select = selectOf(extraction);
  if (!select) found.push({ code: "incremental-script", path });
  // A row that meets it no more is not read again, and its earlier form would stay.
  else if (select.where) found.push({ code: "incremental-condition", path });
  // Each version of a module is made anew: its rules and keys may be others, whatever a cursor says.
  if (moduleSources(document).some(({ name }) => name === extraction.source))
    found.push({ code: "incremental-module", path: ["extraction", "source"] });
  return found;
}

function ofKey(table: TableDocument): readonly IncrementalProblem[] {
  const key = table.primaryKey;
  if (!key) return [{ code: "incremental-key", path: [] }];
  const rule = findKeyStrategy(key.strategy.rule) ?? findAnonymizer(key.strategy.rule);
  const parsed = rule?.params.safeParse(key.strategy.with ?? {});
  const found: IncrementalProblem[] = [];
  const isKept =
    rule?.kind === "anonymizer" &&
    parsed?.success &&
    rule.returns !== "none" &&
    // Keys of rejected rows are published too, to find what they replace: in one statement, without a look-up.
    rule.map === undefined &&
    uniquenessOf(rule, parsed.data) === "preserved";
  // A surrogate is a place among all keys of a version.
  if (rule && parsed?.success && !isKept)
    found.push({
      code: "incremental-strategy",
      path: ["primaryKey", "strategy", "rule"],
      params: { rule: key.strategy.rule },
    });
  const winner = key.onDuplicate?.winner;
  if (winner === "first" || winner === "last")
    found.push({ code: "incremental-winner", path: ["primaryKey", "onDuplicate", "winner"] });
  return found;
}

/** Whether what a rule makes of a value depends on nothing but its own row. */
function isLocal(use: {
  readonly rule: string;
  readonly with?: Readonly<Record<string, unknown>> | undefined;
}) {
  const rule = findAnonymizer(use.rule);
  const parsed = rule?.params.safeParse(use.with ?? {});
  if (!rule || !parsed?.success) return true;
  return (
    rule.properties.deterministic &&
    !isAcrossRows(rule, parsed.data) &&
    rule.capacity?.(parsed.data) === undefined &&
    rule.declaresUnique?.(parsed.data) !== true &&
    !needsOf(rule, parsed.data).includes("entity")
  );
}

/** Whether a normalizer makes a column of a column, and not a value of a value. */
function isOfColumn(use: Parameters<typeof isLocal>[0]): boolean {
  const rule = findNormalizer(use.rule);
  const parsed = rule?.params.safeParse(use.with ?? {});
  return rule?.script !== undefined && (!parsed?.success || rule.script(parsed.data).scope === "column");
}

function ofColumns(document: ModuleDocument, table: TableDocument): readonly IncrementalProblem[] {
  return table.columns.flatMap((column, index) => {
    const at = (...path: (string | number)[]) => ["columns", index, ...path];
    const found: IncrementalProblem[] = [];
    const refuse = (path: (string | number)[], rule: string) =>
      found.push({ code: "incremental-rule", path, params: { column: column.name, rule } });
    const {
      anonymize,
      privacyClass,
      normalize = [],
      nulls,
      checks = [],
    } = effectiveColumn(document, table, column);
    /** Where a step of the column is written; what a pattern or another table's key gives it is told at the column. */
    const placeOf = <S>(list: "normalize" | "checks", written: readonly S[] | undefined, step: S) => {
      const place = written?.indexOf(step) ?? -1;
      return place < 0 ? at() : at(list, place, "rule");
    };
    if (anonymize && column.anonymize && !isLocal(anonymize)) refuse(at("anonymize", "rule"), anonymize.rule);
    if (column.hierarchy && column.hierarchy.level === undefined) refuse(at("hierarchy"), "hierarchy");
    for (const use of normalize)
      if (isOfColumn(use)) refuse(placeOf("normalize", column.normalize, use), use.rule);
    const fill = nulls && findNullStrategy(nulls.rule)?.fill;
    if (nulls && (fill === "fitted" || fill === "ordered"))
      refuse(column.nulls ? at("nulls", "rule") : at(), nulls.rule);
    for (const use of checks)
      if (findCheck(use.rule)?.scope === "table") refuse(placeOf("checks", column.checks, use), use.rule);
    if (table.publish && privacyClass === "quasi-identifier")
      found.push({ code: "incremental-risk", path: at("privacyClass"), params: { column: column.name } });
    return found;
  });
}

function ofTable(table: TableDocument): readonly IncrementalProblem[] {
  const found: IncrementalProblem[] = [];
  const refuse = (path: (string | number)[], rule: string) =>
    found.push({ code: "incremental-table-rule", path, params: { rule } });
  if (table.deduplicate) refuse(["deduplicate"], "deduplicate");
  if (requiredModels(table.privacy).length > 0) refuse(["privacy"], "privacy");
  for (const [place, { rule, disabled }] of (table.checks ?? []).entries()) {
    const scope = findTableCheck(rule)?.scope;
    // A gate compares whole versions, which this makes too.
    if (!disabled && scope !== undefined && scope !== "row" && scope !== "gate")
      refuse(["checks", place, "rule"], rule);
  }
  return found;
}

/** Parents must be there whole, and published keys must tell which row belongs to which. */
function ofParents(document: ModuleDocument, table: TableDocument): readonly IncrementalProblem[] {
  return (table.foreignKeys ?? []).flatMap((key, index): readonly IncrementalProblem[] => {
    const parent = findTable(document, key.references.table);
    if (!parent) return [];
    const path = ["foreignKeys", index];
    const params = { parent: parent.name };
    const isWhole = !isIncremental(parent) && requiredModels(parent.privacy).length === 0;
    const rule = parent.primaryKey?.strategy.rule ?? "";
    const isKept =
      parent.publish && findAnonymizer(rule) !== undefined && findAnonymizer(rule)?.returns !== "none";
    const isDeep = parent.columns.some((column) => parentOf(document, parent, column.name));
    if (!isWhole || !isKept || key.when || (isDeep && hasModels(document, parent)))
      return [{ code: "incremental-parent", path, params }];
    return [];
  });
}

/** Whether rows of a table, or of those it refers to, may be suppressed after theirs were looked up. */
function hasModels(document: ModuleDocument, table: TableDocument, seen = new Set<string>()): boolean {
  if (seen.has(table.name)) return false;
  seen.add(table.name);
  if (requiredModels(table.privacy).length > 0) return true;
  return (table.foreignKeys ?? []).some(({ references }) => {
    const parent = findTable(document, references.table);
    return parent !== undefined && hasModels(document, parent, seen);
  });
}

/** Tables that would miss the rows of earlier versions. */
function ofReaders(document: ModuleDocument, table: TableDocument): readonly IncrementalProblem[] {
  const readers = document.tables.filter((other) => {
    if (other === table) return false;
    const refers = (other.foreignKeys ?? []).some(({ references }) => references.table === table.name);
    const population = other.privacy?.kMap?.population === table.name;
    // A check that looks values up says so by a parameter of this name.
    const looksUp = enabledSteps(other.checks).some((use) => use.with?.table === table.name);
    return refers || population || looksUp || tablesRead(document, other).includes(table.name);
  });
  const isPerson = document.person?.table === table.name;
  return [
    ...readers.map((other) => ({
      code: "incremental-reader" as const,
      path: [],
      params: { table: other.name },
    })),
    ...(isPerson ? [{ code: "incremental-reader" as const, path: [], params: { table: "person" } }] : []),
  ];
}

/** Every reason why a table cannot be read in increments, with its place in the table. */
export function incrementalProblems(
  document: ModuleDocument,
  table: TableDocument,
): readonly IncrementalProblem[] {
  const { extraction } = table;
  if (!extraction?.incremental) return [];
  const transformed: readonly IncrementalProblem[] = table.transformation
    ? [{ code: "incremental-transformation", path: ["transformation"] }]
    : [];
  const unpublished: readonly IncrementalProblem[] = table.publish
    ? []
    : [{ code: "incremental-unpublished", path: ["publish"] }];
  return [
    ...ofExtraction(document, extraction),
    ...transformed,
    ...unpublished,
    ...ofKey(table),
    ...ofColumns(document, table),
    ...ofTable(table),
    ...ofParents(document, table),
    ...ofReaders(document, table),
  ];
}

/** What stands in the way of a table's increments, each at its place. */
export function checkIncremental(document: ModuleDocument, table: TableDocument, report: Report): void {
  for (const { code, path, params } of incrementalProblems(document, table)) {
    const at = path.length === 0 ? report.at("extraction", "incremental") : report.at(...path);
    at.add(code, params);
  }
}
