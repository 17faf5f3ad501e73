import { duckdbType } from "#lib/column-rules";
import {
  join,
  literal,
  name,
  replaceSecrets,
  type SecretRef,
  type Sql,
  secret,
  sql,
  unsafeText,
} from "#lib/sql";
import { compileRule, isMarkedWhereUnhandled } from "../anonymize/compile-rule.ts";
import { type Publication, publicationOf } from "../anonymize/published-column.ts";
import type { ColumnPlan, ModulePlan, TablePlan } from "../plan/module-plan.ts";

/** How the cells of a lone column are published. */
export interface StackedRule {
  readonly k: number;
  readonly publication: Exclude<Publication, { how: "none" | "surrogate" }>;
  /** Over the value `v` and the keys `s0` … of its cell. */
  readonly expression: Sql;
  /** Those keys: each linkage domain has its own. */
  readonly secrets: readonly SecretRef[];
  readonly isMarked: boolean;
}

/** What columns of a cell are qualified by: no parameter of a rule's lambda has this name. */
const cell = "__cell";

const alone = (): never => {
  throw new TypeError("a lone column's rule looks at its own cell alone");
};

/** Puts columns `s0` … in the place of secrets, each once. */
function withoutSecrets(fragment: Sql): Pick<StackedRule, "expression" | "secrets"> {
  const found = new Map<string, { readonly ref: SecretRef; readonly column: Sql }>();
  const expression = replaceSecrets(fragment, (ref) => {
    const mark = JSON.stringify(ref);
    const known = found.get(mark) ?? { ref, column: name(cell, `s${found.size}`) };
    found.set(mark, known);
    return known.column;
  });
  return { expression, secrets: [...found.values()].map(({ ref }) => ref) };
}

/** Undefined for a column that does not leave. */
export function stackedRule(
  plan: ModulePlan,
  table: TablePlan,
  column: ColumnPlan,
  k: number,
): StackedRule | undefined {
  const publication = publicationOf(column);
  if (publication.how === "none") return undefined;
  if (publication.how === "surrogate") return alone();
  const value = name(cell, "v");
  const compiled =
    publication.how === "plain"
      ? sql`cast(${value} as ${unsafeText(duckdbType(publication.type))})`
      : compileRule(plan, table, column, publication, value, {
          domain: column.domain,
          overRows: alone,
          column: alone,
        });
  return {
    k,
    publication,
    ...withoutSecrets(compiled),
    isMarked: isMarkedWhereUnhandled(column, publication),
  };
}

/** What decides what becomes of the cells, the keys aside. */
export const anonymizeShape = ({ expression, isMarked }: StackedRule): string =>
  JSON.stringify([isMarked, expression.pieces], (_, value: unknown) =>
    typeof value === "bigint" ? `${value}n` : value,
  );

function selectShape(source: Sql, rules: readonly StackedRule[], isAll: boolean): Sql {
  const [first] = rules;
  if (!first) throw new TypeError("a shape has a column");
  const numbers = join(rules.map(({ k }) => literal(k)));
  const keys = first.secrets.map((_, at) => name(`s${at}`));
  const rows = rules.map(
    ({ k, secrets }) => sql`(${join([literal(k), ...secrets.map((ref) => sql`${secret(ref)}::blob`)])})`,
  );
  const own =
    keys.length > 0
      ? sql`select v.*, ${join(keys)} from ${source} v join (values ${join(rows)}) s(n, ${join(keys)}) on s.n = v.k`
      : sql`select * from ${source}${isAll ? sql`` : sql` where k in (${numbers})`}`;
  const bad = first.isMarked ? sql`had and v is null` : sql`false`;
  return sql`select k, "__row", v, ${bad} as bad from (
    select k, "__row", ${name(cell, "v")} is not null as had, ${first.expression} as v from (${own}) ${name(cell)})`;
}

/**
 * The statement of Anonymize for columns of one cleansed stack that are published as one type: rows of `k`, `__row`, the
 * published `v` and `bad`, whether the rule could not handle the value. `isAll` says whether the stack has no other columns.
 */
export function compileAnonymizeStack(
  target: Sql,
  source: Sql,
  shapes: readonly (readonly StackedRule[])[],
  isAll: boolean,
): Sql {
  return sql`create or replace table ${target} as ${join(
    shapes.map((rules) => selectShape(source, rules, isAll && shapes.length === 1)),
    unsafeText(" union all "),
  )}`;
}
