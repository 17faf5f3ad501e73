import { type AnonymizeContext, keyedFunctions } from "#lib/anonymizers";
import { duckdbType } from "#lib/column-rules";
import { type Sql, sql, unsafeText } from "#lib/sql";
import { canonicalText } from "../cast/canonical-text.ts";
import type { ColumnPlan, ModulePlan, TablePlan } from "../plan/module-plan.ts";
import { hierarchyLabel } from "./hierarchy-rule.ts";
import type { Publication } from "./published-column.ts";

export type Rule = Extract<Publication, { how: "rule" }>;

/** What a rule may ask for beside the value: of its row, of other rows, and whose key it works under. */
export interface Surroundings
  extends Pick<AnonymizeContext<unknown>, "identity" | "entity" | "rank" | "overRows" | "column"> {
  readonly domain: string;
}

/** The expression of a rule over a value, of the type in which the column is published. */
export function compileRule(
  plan: ModulePlan,
  table: TablePlan,
  column: ColumnPlan,
  { rule, params, type }: Rule,
  value: Sql,
  { domain, ...around }: Surroundings,
): Sql {
  if (!rule.compile) throw new TypeError(`${rule.id} is applied by the engine's threads`);
  const expression = rule.compile.duckdb({
    value,
    type: column.type,
    canonical: canonicalText(value, column.type, column.domain),
    params,
    keyed: keyedFunctions(domain, rule.id),
    path: `${table.name}.${column.name}`,
    keyedFor: (other) => keyedFunctions(domain, other),
    hierarchy: (wanted) => {
      const found = plan.hierarchies.find((hierarchy) => hierarchy.name === wanted);
      return found && ((level) => hierarchyLabel(found, value, column.type, level));
    },
    ...around,
  });
  return sql`cast(${expression} as ${unsafeText(duckdbType(type))})`;
}

/** Whether a value that became null is one that the rule could not handle: its row is then rejected. */
export const isMarkedWhereUnhandled = (column: ColumnPlan, publication: Publication): boolean =>
  publication.how === "rule" &&
  publication.rule.properties.nulls === "kept" &&
  column.anonymize?.rule !== "keep";
