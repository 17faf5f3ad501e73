import { typedLiteral } from "#lib/column-rules";
import { and, join, name, type Sql, sql, unsafeText } from "#lib/sql";
import { cleansed, fittedRows, nulledKeys, removed, surviving } from "../names.ts";
import type { ForeignKeyPlan, TablePlan } from "../plan/module-plan.ts";
import { isFitted } from "./compile-fitted.ts";
import { remaining } from "./compile-primary-key.ts";

const same = (foreignKey: ForeignKeyPlan, child: string, parent: string): Sql =>
  and(
    foreignKey.columns.map(
      (column, index) => sql`${name(child, column)} = ${name(parent, foreignKey.parentColumns[index] ?? "")}`,
    ),
  );

/** The rows that use the key. MATCH SIMPLE: a key with a null in it references nothing and cannot be an orphan. */
const whole = (table: TablePlan, foreignKey: ForeignKeyPlan, alias: string): Sql =>
  and([
    ...foreignKey.columns.map((column) => sql`${name(alias, column)} is not null`),
    ...(foreignKey.when ? [isFor(table, foreignKey.when, alias)] : []),
  ]);

function isFor(table: TablePlan, when: NonNullable<ForeignKeyPlan["when"]>, alias: string): Sql {
  const type = table.columns.find((column) => column.name === when.column)?.type;
  const value = type && typedLiteral(when.equals, type);
  return value ? sql`${name(alias, when.column)} = ${value}` : sql`false`;
}

/** Rows whose parent is not among the remaining ones; `cascade` says whether the parent existed and was taken out. */
export function orphans(table: TablePlan, foreignKey: ForeignKeyPlan, index: number): Sql {
  const nulled =
    foreignKey.onOrphan === "null"
      ? sql` and c."__row" not in (select "__row" from ${nulledKeys(table.name, index)})`
      : sql``;
  return sql`select c."__row", c."__row" in (
      select x."__row" from (${remaining(table.name)}) x semi join ${cleansed(foreignKey.parent)} p on ${same(foreignKey, "x", "p")}
    ) as "cascade"
    from (${remaining(table.name)}) c anti join (${remaining(foreignKey.parent)}) p on ${same(foreignKey, "c", "p")}
    where ${whole(table, foreignKey, "c")}${nulled}`;
}

/** Children, directly, of rows that a stage removed. */
export function childrenOfRemoved(table: TablePlan, foreignKey: ForeignKeyPlan, stage: string): Sql {
  return sql`select c."__row" from ${surviving(table.name)} c
    semi join (select p.* from ${cleansed(foreignKey.parent)} p join ${removed(foreignKey.parent)} r
      on p."__row" = r."__row" where r."__stage" = ${stage}) p on ${same(foreignKey, "c", "p")}
    where ${whole(table, foreignKey, "c")} and c."__row" not in (select "__row" from ${removed(table.name)})`;
}

/** The view of the rows still in the module, with fitted values filled in and orphaned keys set to null. */
export function createSurviving(table: TablePlan): Sql {
  const fitted = table.columns.filter(isFitted);
  const columns = table.columns.map((column) => {
    const nullings = table.foreignKeys.flatMap((foreignKey, index) =>
      foreignKey.onOrphan === "null" && foreignKey.columns.includes(column.name)
        ? [sql`c."__row" in (select "__row" from ${nulledKeys(table.name, index)})`]
        : [],
    );
    if (fitted.includes(column)) {
      const filled = name(`__fit${fitted.indexOf(column)}`);
      return sql`coalesce(${name("c", column.name)}, ${filled}."v") as ${name(column.name)}`;
    }
    if (nullings.length === 0) return name("c", column.name);
    return sql`case when ${join(nullings, unsafeText(" or "))} then null else ${name("c", column.name)} end as ${name(column.name)}`;
  });
  return sql`create or replace view ${surviving(table.name)} as select c."__row"${join(
    columns.map((column) => sql`, ${column}`),
    unsafeText(""),
  )} from (${remaining(table.name)}) c${join(
    fitted.map((column, index) => {
      const filled = name(`__fit${index}`);
      return sql` left join ${fittedRows(table.name, column.name)} ${filled} on ${filled}."__row" = c."__row"`;
    }),
    unsafeText(""),
  )}`;
}

export const createNulledKeys = (table: string, index: number): Sql =>
  sql`create or replace table ${nulledKeys(table, index)} ("__row" bigint, "__stage" varchar)`;
