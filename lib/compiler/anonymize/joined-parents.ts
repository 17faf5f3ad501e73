import { and, join, name, type Sql, sql, unsafeText } from "#lib/sql";
import { canonicalText } from "../cast/canonical-text.ts";
import { surviving } from "../names.ts";
import { foreignKeyPath, type Hop, tablePlan } from "../plan/foreign-key-path.ts";
import type { ModulePlan, TablePlan } from "../plan/module-plan.ts";

/** Joins of surviving rows along foreign keys, each path once, under aliases that callers can read columns from. */
export class JoinedParents {
  readonly #joins: Sql[] = [];
  readonly #aliases = new Map<string, string>();
  readonly #plan: ModulePlan;

  constructor(plan: ModulePlan) {
    this.#plan = plan;
  }

  get joins(): Sql {
    return join(this.#joins, unsafeText(" "));
  }

  /** The alias of the row that `hops` lead to from the base alias. */
  alias(base: string, hops: readonly Hop[]): string {
    let current = base;
    let path = base;
    for (const { table, foreignKey } of hops) {
      path += `>${table}.${foreignKey.columns.join(",")}`;
      const known = this.#aliases.get(path);
      const alias = known ?? `j${this.#aliases.size}`;
      if (known === undefined) {
        this.#aliases.set(path, alias);
        const from = current;
        const condition = and(
          foreignKey.columns.map(
            (column, index) =>
              sql`${name(from, column)} = ${name(alias, foreignKey.parentColumns[index] ?? "")}`,
          ),
        );
        this.#joins.push(sql`left join ${surviving(foreignKey.parent)} ${name(alias)} on ${condition}`);
      }
      current = alias;
    }
    return current;
  }

  /**
   * The canonical source key of the row of `target` that a base row belongs to; null where it belongs to none.
   * The last hop needs no join: the child's foreign key is the parent's key.
   */
  keyOf(base: string, from: TablePlan, target: string): Sql | undefined {
    const path = foreignKeyPath(this.#plan, from.name, target);
    const parent = tablePlan(this.#plan, target);
    if (!path || !parent?.primaryKey) return undefined;
    const last = path.at(-1);
    const holder = last ? tablePlan(this.#plan, last.table) : from;
    const matches =
      last && parent.primaryKey.columns.every((column) => last.foreignKey.parentColumns.includes(column));
    const alias = this.alias(base, matches ? path.slice(0, -1) : path);
    const columns = parent.primaryKey.columns.map((column) =>
      last && matches
        ? (last.foreignKey.columns[last.foreignKey.parentColumns.indexOf(column)] ?? column)
        : column,
    );
    const owner = matches ? holder : parent;
    const texts = columns.map((column) => {
      const plan = owner?.columns.find((candidate) => candidate.name === column);
      return canonicalText(name(alias, column), plan?.type ?? { name: "string" });
    });
    return join(texts, unsafeText(" || chr(31) || "));
  }
}
