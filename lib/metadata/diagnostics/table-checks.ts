import { findAnonymizer } from "#lib/anonymizers";
import { findTableCheck, policiesOf, type TableCheck } from "#lib/column-rules";
import type { ModuleDocument, TableDocument } from "../document.ts";
import { effectiveColumn } from "../effective-column.ts";
import { nearest } from "../nearest.ts";
import { datatypesOf } from "./datatypes.ts";
import { hint } from "./messages.ts";
import type { Report } from "./report.ts";
import { checkRuleUse } from "./rule-use.ts";

/** Reports the columns that a table does not have; answers whether it has all. */
export function checkColumnsExist(table: TableDocument, columns: readonly string[], report: Report): boolean {
  const known = table.columns.map(({ name }) => name);
  const unknown = columns.filter((column) => !known.includes(column));
  for (const column of unknown)
    report.add("unknown-column", { table: table.name, column, hint: hint(nearest(column, known)) });
  return unknown.length === 0;
}

function checkReference(
  document: ModuleDocument,
  table: TableDocument,
  columns: readonly string[],
  target: { readonly table: string; readonly columns: readonly string[] },
  report: Report,
): void {
  const other = document.tables.find((candidate) => candidate.name === target.table);
  if (!other) {
    const known = document.tables.map(({ name }) => name);
    report.add("unknown-table", { table: target.table, hint: hint(nearest(target.table, known)) });
    return;
  }
  if (!checkColumnsExist(other, target.columns, report)) return;
  const [own, others] = [datatypesOf(document, table), datatypesOf(document, other)];
  for (const [index, column] of columns.entries()) {
    const name = target.columns[index] ?? "";
    if (own.get(column) !== others.get(name))
      report.add("reference-type", {
        column: `${table.name}.${column}`,
        other: `${other.name}.${name}`,
      });
  }
}

/** A gate compares what is published. */
function checkPublished(
  document: ModuleDocument,
  table: TableDocument,
  columns: readonly string[],
  report: Report,
): void {
  for (const name of columns) {
    const column = table.columns.find((candidate) => candidate.name === name);
    const rule = column && effectiveColumn(document, table, column).anonymize?.rule;
    const dropped = rule !== undefined && findAnonymizer(rule)?.returns === "none";
    if (!table.publish || dropped) report.add("gate-unpublished", { column: name });
  }
}

function checkParameters(
  document: ModuleDocument,
  table: TableDocument,
  definition: TableCheck,
  params: unknown,
  report: Report,
): void {
  const columns = definition.columnsUsed(params);
  if (!checkColumnsExist(table, columns, report)) return;
  const problem = definition.columnsProblem?.(params, datatypesOf(document, table));
  if (problem) report.add("rule-problem", { rule: definition.id, detail: problem });
  if (definition.scope === "reference")
    checkReference(document, table, columns, definition.target(params), report);
  if (definition.scope === "gate") checkPublished(document, table, columns, report);
}

/** What is wrong with the checks of a table and with what makes its rows unique. */
export function checkTableChecks(document: ModuleDocument, table: TableDocument, report: Report): void {
  for (const [index, use] of (table.checks ?? []).entries()) {
    if (use.disabled) continue;
    const at = report.at("checks", index);
    const parsed = checkRuleUse(at, "tableCheck", use, undefined);
    const definition = findTableCheck(use.rule);
    if (!definition) continue;
    const policies = policiesOf(definition);
    if (!policies.includes(use.onViolation))
      at.at("onViolation").add("policy-not-for-table-check", {
        rule: use.rule,
        policies: policies.join(", "),
      });
    if (parsed)
      checkParameters(document, table, definition, parsed.params, at.at(use.with ? "with" : "rule"));
  }
  if (table.deduplicate)
    checkColumnsExist(table, table.deduplicate.columns, report.at("deduplicate", "columns"));
}
