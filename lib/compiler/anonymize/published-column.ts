import { type Anonymizer, findAnonymizer } from "#lib/anonymizers";
import type { ColumnType } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { parameters } from "../cleanse/compile-column.ts";
import type { ColumnPlan, ModulePlan, TablePlan } from "../plan/module-plan.ts";

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
      const costly = publication.how === "rule" && publication.rule.properties.keyed && referenced;
      return publication.how === "surrogate" || costly ? [{ table, column }] : [];
    }),
  );
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
    const isMapped = mapped.some((key) => key.table.name === home?.table && key.column.name === home.column);
    const alone = !rule.needs?.length && (rule.columnsUsed?.(params) ?? []).length === 0;
    return alone && !isMapped && rule.properties.keyed && rule.properties.nulls === "kept" ? [column] : [];
  });
}
