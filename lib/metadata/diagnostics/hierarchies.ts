import { findHierarchy } from "#lib/anonymizers";
import { type ColumnType, formatColumnType } from "#lib/contracts";
import type { ModuleDocument, TableDocument } from "../document.ts";
import { nearest } from "../nearest.ts";
import { requiredModels } from "../required-models.ts";
import { reachable } from "../table-order.ts";
import { hint } from "./messages.ts";
import type { Report } from "./report.ts";
import { checkRuleUse } from "./rule-use.ts";

/** Checks that a hierarchy is there, has the level and stands on the column's type. */
export function checkHierarchyUse(
  document: ModuleDocument,
  { name, level }: { readonly name: string; readonly level?: number | undefined },
  type: ColumnType | undefined,
  report: Report,
): void {
  const found = (document.hierarchies ?? []).find((hierarchy) => hierarchy.name === name);
  if (!found) {
    const known = (document.hierarchies ?? []).map((hierarchy) => hierarchy.name);
    report.add("unknown-hierarchy", { name, hint: hint(nearest(name, known)) });
    return;
  }
  const definition = findHierarchy(found.rule);
  const params = definition?.params.safeParse(found.with ?? {});
  if (!definition || !params?.success) return;
  if (type && !definition.accepts.includes(type.name))
    report.add("rule-type", { rule: found.rule, type: formatColumnType(type) });
  const detail = type && definition.problem?.(params.data, type);
  if (detail) report.add("rule-problem", { rule: found.rule, detail });
  const top = definition.levels(params.data) - 1;
  if (level !== undefined && level > top) report.at("level").add("hierarchy-level", { name, top });
}

/** Whether a privacy model chooses levels of a table's columns: its own, or that of a table whose rows reach it. */
export const isSearched = (document: ModuleDocument, table: TableDocument): boolean =>
  document.tables.some(
    (other) =>
      other.publish &&
      requiredModels(other.privacy).length > 0 &&
      (other.name === table.name || reachable(document, other.name).has(table.name)),
  );

/** What is wrong with the hierarchies of a module by themselves. */
export function checkHierarchies(document: ModuleDocument, report: Report): void {
  const names = (document.hierarchies ?? []).map(({ name }) => name);
  for (const [index, hierarchy] of (document.hierarchies ?? []).entries()) {
    const at = report.at("hierarchies", index);
    checkRuleUse(at, "hierarchy", hierarchy, undefined);
    if (names.indexOf(hierarchy.name) !== index)
      at.at("name").add("duplicate-name", { name: hierarchy.name });
    const isUsed = document.tables.some(({ columns }) =>
      columns.some(
        (column) =>
          column.hierarchy?.name === hierarchy.name || column.anonymize?.with?.hierarchy === hierarchy.name,
      ),
    );
    if (!isUsed) at.add("hierarchy-unused", { name: hierarchy.name });
  }
}
