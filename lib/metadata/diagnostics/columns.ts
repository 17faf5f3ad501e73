import { type Anonymizer, findAnonymizer, needsOf } from "#lib/anonymizers";
import { findCheck, findNullStrategy, groupingOf, type NullStrategy, typedLiteral } from "#lib/column-rules";
import { type ColumnType, formatColumnType, isValueReference, parseColumnType } from "#lib/contracts";
import {
  type CheckUse,
  type ColumnDocument,
  enabledSteps,
  type ModuleDocument,
  type TableDocument,
} from "../document.ts";
import { effectiveColumn } from "../effective-column.ts";
import { nearest } from "../nearest.ts";
import { parentOf } from "../parent-of.ts";
import { reachable } from "../table-order.ts";
import { datatypesOf } from "./datatypes.ts";
import { checkHierarchyUse, isSearched } from "./hierarchies.ts";
import { hint } from "./messages.ts";
import type { Report } from "./report.ts";
import { checkRuleUse } from "./rule-use.ts";
import { checkColumnsExist } from "./table-checks.ts";
import { valueBounds } from "./value-bounds.ts";

interface Place {
  readonly document: ModuleDocument;
  readonly table: TableDocument;
  readonly column: ColumnDocument;
  readonly type: ColumnType | undefined;
  readonly report: Report;
}

/** A constant must be there where a policy takes one, and be exactly a value of the type. */
function checkConstant(
  report: Report,
  policy: string | undefined,
  value: unknown,
  type: ColumnType | undefined,
) {
  if (value === undefined) {
    if (policy === "default") report.add("default-missing", { key: "default" });
    return;
  }
  if (!type || isValueReference(value)) return;
  const isScalar = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  if (!isScalar || typedLiteral(value, type) === undefined) {
    report.at("default").add("default-type", { type: formatColumnType(type) });
  }
}

function checkCheck({ type, report }: Place, use: CheckUse): void {
  checkRuleUse(report, "check", use, type);
  checkConstant(report, use.onViolation, use.default, type);
  const definition = findCheck(use.rule);
  if (!definition) return;
  if (definition.scope === "table") {
    // A constant for each of the losers would repeat itself; no value is nearer to being unique than another.
    if (use.onViolation === "default" || use.onViolation === "clamp")
      report.at("onViolation").add("policy-not-for-rule", { rule: use.rule });
  } else if (use.onViolation === "clamp" && !definition.clamp) {
    report.at("onViolation").add("clamp-impossible", { rule: use.rule });
  }
}

const isKey = (place: Place): boolean =>
  (place.table.primaryKey?.columns.includes(place.column.name) ?? false) ||
  parentOf(place.document, place.table, place.column.name) !== undefined;

function checkNulls(place: Place): void {
  const { column, report, type } = place;
  if (!column.nulls) return;
  const at = report.at("nulls");
  const parsed = checkRuleUse(at, "nulls", column.nulls, type);
  const definition = findNullStrategy(column.nulls.rule);
  if (definition && definition.fill !== "policy" && isKey(place))
    at.at("rule").add("key-nulls", { column: column.name });
  const isUnique = enabledSteps(column.checks).some(
    (use) => findCheck(use.rule)?.scope === "table" && use.onViolation !== "warn",
  );
  // One value for all gaps repeats; what lies between neighbours may.
  if (definition && definition.fill !== "policy" && isUnique)
    at.at("rule").add("unique-filled", { column: column.name, rule: column.nulls.rule });
  if (definition && parsed) checkGrouping(place, definition, parsed.params);
}

const measuredTypes: readonly string[] = ["date", "timestamp", "timestamp(tz)", "integer"];

/** The columns that a fitted strategy groups and orders rows by. */
function checkGrouping(place: Place, definition: NullStrategy, params: unknown): void {
  const { document, table, column } = place;
  const { by, order } = groupingOf(params);
  const at = place.report.at("nulls", "with");
  if (!checkColumnsExist(table, [...by, ...order], at)) return;
  if ([...by, ...order].includes(column.name)) at.add("order-by-itself", { column: column.name });
  if (definition.fill !== "ordered" || !definition.measured) return;
  for (const name of order) {
    const other = table.columns.find((candidate) => candidate.name === name);
    if (!other || measuredTypes.includes(effectiveColumn(document, table, other).datatype)) continue;
    at.add("order-not-measured", { rule: definition.id, column: name });
  }
}

function checkAnonymization(place: Place): void {
  const { document, table, column, report, type } = place;
  const isPrimary = table.primaryKey?.columns.includes(column.name) ?? false;
  if (column.anonymize) {
    if (isPrimary) report.at("anonymize").add("key-own-rule", { column: column.name });
    const use = checkRuleUse(report.at("anonymize"), "anonymizer", column.anonymize, type);
    const definition = findAnonymizer(column.anonymize.rule);
    if (definition && use) checkNeeds(place, definition, use.params);
    if (definition?.columnsUsed && use) {
      for (const name of definition.columnsUsed(use.params)) {
        if (table.columns.some((other) => other.name === name)) continue;
        const known = nearest(
          name,
          table.columns.map((other) => other.name),
        );
        report
          .at("anonymize", "with")
          .add("unknown-column", { table: table.name, column: name, hint: hint(known) });
      }
    }
    const misfit =
      use && type && definition?.problemInTable?.(use.params, type, datatypesOf(document, table));
    if (misfit)
      report.at("anonymize", "with").add("rule-problem", { rule: column.anonymize.rule, detail: misfit });
    const within = use && type && definition?.problemWithin?.(use.params, type, valueBounds(column, type));
    if (within)
      report.at("anonymize", "rule").add("rule-problem", { rule: column.anonymize.rule, detail: within });
    const used = use && definition?.hierarchyUsed?.(use.params);
    if (used) checkHierarchyUse(document, used, type, report.at("anonymize", "with"));
  }
  if (column.hierarchy) checkColumnHierarchy(place);
  if (!table.publish) return;
  const effective = effectiveColumn(document, table, column);
  if (effective.privacyClass === undefined) {
    const parent = parentOf(document, table, column.name)?.parent;
    const home = document.tables.find((candidate) => candidate.name === parent?.table);
    if (parent && home?.publish === false) report.add("key-not-published", { column: column.name });
    // A published parent says it itself.
    else if (!parent) report.add("column-unclassed", { column: column.name });
  } else if (effective.privacyClass !== "insensitive" && !effective.anonymize && !column.hierarchy) {
    report.add("anonymization-missing", { column: column.name, class: effective.privacyClass });
  }
}

/** A hierarchy that leaves its level to Protect, or names it. */
function checkColumnHierarchy(place: Place): void {
  const { document, table, column, report, type } = place;
  if (!column.hierarchy) return;
  const at = report.at("hierarchy");
  checkHierarchyUse(document, column.hierarchy, type, at);
  if (column.anonymize) at.add("hierarchy-with-rule", { column: column.name });
  if (column.privacyClass !== "quasi-identifier" || isKey(place))
    at.add("hierarchy-class", { column: column.name });
  if (column.hierarchy.level === undefined && table.publish && !isSearched(document, table))
    at.add("hierarchy-level-missing", { column: column.name });
}

/** What a rule needs of its table: a declared key, or a way by foreign keys to the entity. */
function checkNeeds(
  { document, table, column, report }: Place,
  definition: Anonymizer,
  params: unknown,
): void {
  const needs = needsOf(definition, params);
  const rule = column.anonymize?.rule ?? "";
  const at = report.at("anonymize");
  if (needs.includes("identity") && !table.primaryKey) at.add("rule-needs-key", { rule, table: table.name });
  if (!needs.includes("entity")) return;
  const entity = definition.entity?.(params) ?? table.name;
  const target = document.tables.find((candidate) => candidate.name === entity);
  if (!target) {
    const known = nearest(
      entity,
      document.tables.map(({ name }) => name),
    );
    at.at("with", "entity").add("unknown-table", { table: entity, hint: hint(known) });
  } else if (!reachable(document, table.name).has(entity)) {
    at.at("with", "entity").add("entity-unreachable", { table: table.name, entity });
  } else if (!target.primaryKey) at.add("rule-needs-key", { rule, table: entity });
}

/** What is wrong with one column by itself and in its table. */
export function checkColumn(
  document: ModuleDocument,
  table: TableDocument,
  column: ColumnDocument,
  report: Report,
): void {
  const type = parseColumnType(effectiveColumn(document, table, column).datatype);
  const place: Place = { document, table, column, type, report };
  for (const [index, use] of (column.normalize ?? []).entries())
    if (!use.disabled) checkRuleUse(report.at("normalize", index), "normalizer", use, type);
  checkConstant(report, column.onCastFailure, column.default, type);
  checkNulls(place);
  for (const [index, use] of (column.checks ?? []).entries())
    if (!use.disabled) checkCheck({ ...place, report: report.at("checks", index) }, use);
  checkAnonymization(place);
}
