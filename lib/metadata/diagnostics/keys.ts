import { findAnonymizer, findKeyStrategy, uniquenessOf } from "#lib/anonymizers";
import { typedLiteral } from "#lib/column-rules";
import { formatColumnType, isValueReference, parseColumnType } from "#lib/contracts";
import type { ForeignKeyDocument, ModuleDocument, TableDocument } from "../document.ts";
import { effectiveColumn } from "../effective-column.ts";
import { nearest } from "../nearest.ts";
import { type ColumnRef, parentOf } from "../parent-of.ts";
import { hint } from "./messages.ts";
import type { Report } from "./report.ts";
import { checkRuleUse } from "./rule-use.ts";
import { checkColumnsExist } from "./table-checks.ts";
import { valueBounds } from "./value-bounds.ts";

function checkNames(table: TableDocument, columns: readonly string[], report: Report): void {
  const known = table.columns.map(({ name }) => name);
  for (const [index, column] of columns.entries()) {
    if (!known.includes(column)) {
      report
        .at(index)
        .add("unknown-column", { table: table.name, column, hint: hint(nearest(column, known)) });
    }
    if (columns.indexOf(column) !== index) report.at(index).add("duplicate-name", { name: column });
  }
}

/** Zero has two signs in a float, and one object many texts in JSON: as keys they would be one and two at once. */
const keylessTypes: ReadonlySet<string> = new Set(["float", "json"]);

/** The types of a key's own columns, and whether its strategy can handle what their checks let through. */
function checkKeyColumns(
  document: ModuleDocument,
  table: TableDocument,
  { columns, strategy }: NonNullable<TableDocument["primaryKey"]>,
  at: Report,
): void {
  const rule = findAnonymizer(strategy.rule);
  const parsed = rule?.params.safeParse(strategy.with ?? {});
  for (const [index, name] of columns.entries()) {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (!column || parentOf(document, table, name)) continue;
    const type = parseColumnType(effectiveColumn(document, table, column).datatype);
    if (!type) continue;
    if (keylessTypes.has(type.name))
      at.at("columns", index).add("key-type", { column: name, type: type.name });
    const detail = parsed?.success && rule?.problemWithin?.(parsed.data, type, valueBounds(column, type));
    if (detail) at.at("strategy").add("rule-problem", { rule: strategy.rule, detail });
  }
}

function checkPrimaryKey(document: ModuleDocument, table: TableDocument, report: Report): void {
  const key = table.primaryKey;
  if (!key) return;
  const at = report.at("primaryKey");
  checkNames(table, key.columns, at.at("columns"));
  const types = key.columns.flatMap((name) => {
    const column = table.columns.find((candidate) => candidate.name === name);
    const isForeign = parentOf(document, table, name) !== undefined;
    const type = column && !isForeign && parseColumnType(effectiveColumn(document, table, column).datatype);
    return type ? [type] : [];
  });
  checkKeyColumns(document, table, key, at);
  let use = checkRuleUse(at.at("strategy"), "key", key.strategy, types[0]);
  for (const type of types.slice(1)) use = checkRuleUse(at.at("strategy"), "key", key.strategy, type) ?? use;
  const rule = findKeyStrategy(key.strategy.rule) ?? findAnonymizer(key.strategy.rule);
  if (rule && use && uniquenessOf(rule, use.params) !== "preserved") {
    at.at("strategy").add("key-strategy-lossy", { rule: key.strategy.rule });
  }
  if (rule?.kind === "anonymizer" && use && (rule.columnsUsed?.(use.params) ?? []).length > 0) {
    at.at("strategy").add("key-rule-columns", { rule: key.strategy.rule });
  }
}

/** Whether following the keys a column takes its form from leads back to itself. */
function isDefinedByItself(document: ModuleDocument, start: ColumnRef): boolean {
  const seen = new Set<string>();
  let current: ColumnRef = start;
  for (;;) {
    const table = document.tables.find((candidate) => candidate.name === current.table);
    const next = table && parentOf(document, table, current.column)?.parent;
    if (!next) return false;
    if (next.table === start.table && next.column === start.column) return true;
    const mark = JSON.stringify(next);
    if (seen.has(mark)) return false;
    seen.add(mark);
    current = next;
  }
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);

function checkOwn(table: TableDocument, foreignKey: ForeignKeyDocument, report: Report): void {
  for (const name of foreignKey.columns) {
    const index = table.columns.findIndex((column) => column.name === name);
    const column = table.columns[index];
    for (const key of ["datatype", "normalize", "privacyClass", "anonymize"] as const) {
      if (column?.[key] !== undefined)
        report.at("columns", index, key).add("foreign-key-own", { column: name, key });
    }
  }
}

function checkForeignKey(
  document: ModuleDocument,
  table: TableDocument,
  foreignKey: ForeignKeyDocument,
  report: Report,
  tableReport: Report,
): void {
  const { columns, references } = foreignKey;
  checkNames(table, columns, report.at("columns"));
  checkWhen(document, table, foreignKey, report);
  if (columns.length !== references.columns.length) {
    report
      .at("columns")
      .add("foreign-key-arity", { count: columns.length, other: references.columns.length });
  }
  const inKey = columns.find((column) => table.primaryKey?.columns.includes(column));
  if (foreignKey.onOrphan === "null" && inKey)
    report.at("onOrphan").add("orphan-null-on-key", { column: inKey });
  const parent = document.tables.find((candidate) => candidate.name === references.table);
  // A parent outside the module leaves the column on its own: it is classed and anonymized like any other.
  if (!parent) return;
  if (parent === table && columns.some((column, index) => column === references.columns[index])) {
    report.add("foreign-key-self");
  } else checkOwn(table, foreignKey, tableReport);
  if (!parent.primaryKey)
    report.at("references", "table").add("foreign-key-no-target", { table: parent.name });
  else if (
    columns.length === references.columns.length &&
    !same([...parent.primaryKey.columns].sort(), [...references.columns].sort())
  ) {
    report
      .at("references", "columns")
      .add("foreign-key-target", { table: parent.name, columns: parent.primaryKey.columns.join(", ") });
  }
}

/** The rows that a foreign key is for: a column of the table, and a value of its type. */
function checkWhen(
  document: ModuleDocument,
  table: TableDocument,
  foreignKey: ForeignKeyDocument,
  report: Report,
) {
  const { when } = foreignKey;
  if (!when) return;
  const at = report.at("when");
  const column = table.columns.find((candidate) => candidate.name === when.column);
  if (!checkColumnsExist(table, [when.column], at.at("column")) || !column) return;
  const type = parseColumnType(effectiveColumn(document, table, column).datatype);
  if (type && !isValueReference(when.equals) && typedLiteral(when.equals, type) === undefined)
    at.at("equals").add("foreign-key-when-type", { column: when.column, type: formatColumnType(type) });
}

/** What makes the pseudonyms of a key: keys that agree in it give equal values equal pseudonyms. */
function formOf(document: ModuleDocument, ref: ColumnRef): string | undefined {
  const table = document.tables.find((candidate) => candidate.name === ref.table);
  const column = table?.columns.find((candidate) => candidate.name === ref.column);
  if (!table || !column) return undefined;
  const { datatype, normalize = [], privacyClass, anonymize } = effectiveColumn(document, table, column);
  const rule = anonymize && (findKeyStrategy(anonymize.rule) ?? findAnonymizer(anonymize.rule));
  const isShared = rule?.id === "keep" || typeof anonymize?.with?.domain === "string";
  return isShared ? JSON.stringify([datatype, normalize, privacyClass, anonymize]) : undefined;
}

/** Keys for different kinds of rows may share a column where all of them make one form of it. */
const isPolymorphic = (document: ModuleDocument, table: TableDocument, column: string): boolean =>
  (table.foreignKeys ?? [])
    .filter(({ columns }) => columns.includes(column))
    .every(({ when, references }) => when && document.tables.some(({ name }) => name === references.table));

/** A column in two foreign keys has one form only if both lead to the same key. */
function checkShared(document: ModuleDocument, table: TableDocument, report: Report): void {
  const parents = new Map<string, string>();
  const forms = new Map<string, string | undefined>();
  for (const [index, foreignKey] of (table.foreignKeys ?? []).entries()) {
    if (!document.tables.some((candidate) => candidate.name === foreignKey.references.table)) continue;
    for (const [position, column] of foreignKey.columns.entries()) {
      const home = {
        table: foreignKey.references.table,
        column: foreignKey.references.columns[position] ?? "",
      };
      const root = JSON.stringify(rootOf(document, home));
      const at = report.at("foreignKeys", index, "columns", position);
      const form = formOf(document, rootOf(document, home));
      if (parents.has(column) && parents.get(column) !== root) {
        if (!isPolymorphic(document, table, column)) at.add("foreign-key-shared", { column });
        else if (form === undefined || forms.get(column) !== form)
          at.add("foreign-key-when-shared", { column });
      }
      forms.set(column, form);
      parents.set(column, root);
    }
  }
}

function rootOf(document: ModuleDocument, ref: ColumnRef): ColumnRef {
  const table = document.tables.find((candidate) => candidate.name === ref.table);
  const column = table?.columns.find((candidate) => candidate.name === ref.column);
  return (table && column && effectiveColumn(document, table, column).key) || ref;
}

/** What is wrong with a table's primary and foreign keys. Cycles of rows are fine; a key that defines itself is not. */
export function checkKeys(document: ModuleDocument, table: TableDocument, report: Report): void {
  checkPrimaryKey(document, table, report);
  for (const [index, foreignKey] of (table.foreignKeys ?? []).entries())
    checkForeignKey(document, table, foreignKey, report.at("foreignKeys", index), report);
  checkShared(document, table, report);
  for (const [index, { name }] of table.columns.entries()) {
    if (isDefinedByItself(document, { table: table.name, column: name }))
      report.at("columns", index).add("key-cycle", { column: name });
  }
}
