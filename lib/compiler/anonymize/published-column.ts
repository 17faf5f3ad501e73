import { type Anonymizer, findAnonymizer, isKeyed, mapFormOf, needsOf } from "#lib/anonymizers";
import type { ColumnScript, ColumnType } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { parameters } from "../cleanse/compile-column.ts";
import type { ColumnPlan, ModulePlan, TablePlan } from "../plan/module-plan.ts";
import { hierarchyRule, resolveHierarchy } from "./hierarchy-rule.ts";

/** How a column is published: left out, as it is, by an anonymizer, or numbered. */
export type Publication =
  | { readonly how: "none" }
  | { readonly how: "plain"; readonly type: ColumnType }
  | { readonly how: "surrogate"; readonly type: ColumnType }
  | { readonly how: "rule"; readonly type: ColumnType; readonly rule: Anonymizer; readonly params: unknown };

/** Types that Parquet readers do not take back alike are published as text. */
const deliverable = (type: ColumnType): ColumnType => (type.name === "uuid" ? { name: "string" } : type);

export function publicationOf(column: ColumnPlan): Publication {
  const use = column.anonymize;
  if (!use && column.hierarchy) {
    const rule = hierarchyRule(column.hierarchy);
    const { params } = resolveHierarchy(column.hierarchy);
    return { how: "rule", type: { name: "string" }, rule, params };
  }
  if (!use) {
    // An unclassed column does not validate; should one come here, it does not leave.
    return column.privacyClass === "insensitive"
      ? { how: "plain", type: deliverable(column.type) }
      : { how: "none" };
  }
  if (use.rule === "surrogate") return { how: "surrogate", type: { name: "integer" } };
  const rule = findAnonymizer(use.rule);
  if (!rule) throw new AppError("request-invalid", { detail: `the rule ${use.rule} is not known` });
  const params = parameters(rule, use);
  if (rule.returns === "none") return { how: "none" };
  const type =
    rule.returns === "same"
      ? column.type
      : typeof rule.returns === "function"
        ? rule.returns(column.type, params)
        : ({ name: rule.returns } as ColumnType);
  return { how: "rule", type: deliverable(type), rule, params };
}

/** The published columns of a table with their types, in the document's order. */
export function publishedColumns(
  table: TablePlan,
): readonly { column: ColumnPlan; publication: Exclude<Publication, { how: "none" }> }[] {
  return table.columns.flatMap((column) => {
    const publication = publicationOf(column);
    return publication.how === "none" ? [] : [{ column, publication }];
  });
}

/** Whether what is published depends on the key of its domain. */
export const isKeyedPublication = (publication: Publication): boolean =>
  publication.how === "surrogate" ||
  (publication.how === "rule" && isKeyed(publication.rule, publication.params));

/** Key columns whose published form is computed once and looked up: numbered ones, and those that children repeat. */
export function mappedKeys(plan: ModulePlan): readonly { table: TablePlan; column: ColumnPlan }[] {
  return plan.tables.flatMap((table) =>
    table.columns.flatMap((column) => {
      const isRoot = column.key?.table === table.name && column.key.column === column.name;
      if (!isRoot) return [];
      const publication = publicationOf(column);
      const referenced = plan.tables.some((other) =>
        other.columns.some(
          (child) =>
            child.key?.table === table.name &&
            child.key.column === column.name &&
            !(other.name === table.name && child.name === column.name),
        ),
      );
      const costly =
        publication.how === "rule" && isKeyed(publication.rule, publication.params) && referenced;
      return publication.how === "surrogate" || costly || needsLookUp(column) ? [{ table, column }] : [];
    }),
  );
}

/** Whether a column's rule is applied to all of its distinct values together, whether they repeat or not. */
export function needsLookUp(column: ColumnPlan): boolean {
  const publication = publicationOf(column);
  return (
    publication.how === "rule" &&
    (isMapped(column) || capacityOf(column) !== undefined || scriptOf(column)?.scope === "values")
  );
}

/** The function of a user's that publishes a column. */
export function scriptOf(column: ColumnPlan): ColumnScript | undefined {
  const publication = publicationOf(column);
  return publication.how === "rule" ? publication.rule.script?.(publication.params) : undefined;
}

/** Whether the engine's threads apply a column's rule. */
export function isMapped(column: ColumnPlan): boolean {
  const publication = publicationOf(column);
  return (
    publication.how === "rule" && mapFormOf(publication.rule, publication.params, column.type) !== undefined
  );
}

/** How many different values a column's rule can make, where each distinct one must get its own. */
export function capacityOf(column: ColumnPlan): number | undefined {
  const publication = publicationOf(column);
  return publication.how === "rule" ? publication.rule.capacity?.(publication.params) : undefined;
}

/** Columns that need a look-up and get none by their key. */
export function lookedUpColumns(plan: ModulePlan, table: TablePlan): readonly ColumnPlan[] {
  const keys = mappedKeys(plan);
  return publishedColumns(table).flatMap(({ column }) => {
    const byKey = keys.some(
      (key) => key.table.name === column.key?.table && key.column.name === column.key.column,
    );
    return !byKey && needsLookUp(column) ? [column] : [];
  });
}

/**
 * Columns whose published value depends on nothing but their own: where values repeat, each distinct one is made once.
 * Only keyed rules are worth it; the others cost less than a look-up.
 */
export function repeatableColumns(plan: ModulePlan, table: TablePlan): readonly ColumnPlan[] {
  const mapped = mappedKeys(plan);
  return publishedColumns(table).flatMap(({ column, publication }) => {
    if (publication.how !== "rule") return [];
    const { rule, params } = publication;
    const home = column.key;
    const byKey = mapped.some((key) => key.table.name === home?.table && key.column.name === home.column);
    const alone =
      !needsLookUp(column) &&
      needsOf(rule, params).length === 0 &&
      (rule.columnsUsed?.(params) ?? []).length === 0;
    return alone && !byKey && isKeyed(rule, params) && rule.properties.nulls === "kept" ? [column] : [];
  });
}
