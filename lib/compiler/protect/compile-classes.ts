import { modelColumn, type RequiredModel } from "#lib/metadata";
import { and, join, name, type Sql, sql, unsafeText } from "#lib/sql";
import { JoinedParents } from "../anonymize/joined-parents.ts";
import { publishedColumns } from "../anonymize/published-column.ts";
import { anonymized, removedSince, surviving } from "../names.ts";
import { ancestors, foreignKeyPath, tablePlan } from "../plan/foreign-key-path.ts";
import type { ModulePlan, TablePlan } from "../plan/module-plan.ts";
import { measureOf } from "./model-measures.ts";

/** A quasi-identifier that classes of a table are made of: its own, or a parent's. */
export interface QuasiIdentifier {
  readonly table: string;
  readonly column: string;
}

const classes = (table: string): Sql => name("work", `classes ${table}`);
/** Levels that were chosen in this run, by {@link columnKey}. */
export type DecidedLevels = ReadonlyMap<string, number>;
export const columnKey = ({ table, column }: QuasiIdentifier): string => JSON.stringify([table, column]);

export const groups = (table: string): Sql => name("work", `groups ${table}`);
const small = (table: string): Sql => name("work", `small ${table}`);
/** The population's classes: the quasi-identifiers as they are published and `c` persons. */
export const populationClasses = (table: string): Sql => name("work", `population ${table}`);

/** The sensitive columns that a table's privacy models look at. */
const sensitiveColumns = (table: TablePlan): readonly string[] => [
  ...new Set(table.models.flatMap((model) => modelColumn(model) ?? [])),
];

/** The quasi-identifiers of a table and of the parents it reaches, as far as they are published. */
export function quasiIdentifiers(plan: ModulePlan, table: TablePlan): readonly QuasiIdentifier[] {
  return [table.name, ...ancestors(plan, table.name)].flatMap((owner) => {
    const ownerPlan = tablePlan(plan, owner);
    if (!ownerPlan?.publish) return [];
    return publishedColumns(ownerPlan)
      .filter(
        ({ column }) =>
          column.privacyClass === "quasi-identifier" && !isForeignMember(ownerPlan, column.name),
      )
      .map(({ column }) => ({ table: owner, column: column.name }));
  });
}

const isForeignMember = (table: TablePlan, column: string): boolean =>
  table.foreignKeys.some((foreignKey) => foreignKey.columns.includes(column));

/** Whether a table's classes count persons: where it reaches the person table. */
export const countsPersons = (plan: ModulePlan, table: TablePlan): boolean =>
  plan.person !== undefined && foreignKeyPath(plan, table.name, plan.person) !== undefined;

const columnNames = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `q${index}`);

/**
 * One row per row of the table: `__row`, `person` and the quasi-identifiers. `values` says whether they are the published
 * ones or those before anonymization. Without a join it costs nothing to look again, so it is a view.
 */
function selectClasses(plan: ModulePlan, table: TablePlan, values: "published" | "source"): Sql {
  const parents = new JoinedParents(plan);
  const publishedJoins = new Map<string, Sql>();
  const columns = quasiIdentifiers(plan, table).map((quasi, index) => {
    const alias = parents.alias("s", foreignKeyPath(plan, table.name, quasi.table) ?? []);
    if (values === "source") return sql`${name(alias, quasi.column)} as ${name(`q${index}`)}`;
    const made = `a${quasi.table}`;
    publishedJoins.set(
      made,
      sql`left join ${anonymized(quasi.table)} ${name(made)} on ${name(made, "__row")} = ${name(alias, "__row")}`,
    );
    return sql`${name(made, quasi.column)} as ${name(`q${index}`)}`;
  });
  const sensitive = values === "source" ? [] : sensitiveColumns(table);
  const home = `a${table.name}`;
  if (sensitive.length > 0)
    publishedJoins.set(
      home,
      sql`left join ${anonymized(table.name)} ${name(home)} on ${name(home, "__row")} = s."__row"`,
    );
  const path = plan.person === undefined ? undefined : foreignKeyPath(plan, table.name, plan.person);
  const person = path ? sql`coalesce(${name(parents.alias("s", path), "__row")}, -1)` : name("s", "__row");
  const own = values === "published" && isOwn(plan, table);
  const selected = [
    ...(own
      ? quasiIdentifiers(plan, table).map(
          (quasi, index) => sql`${name("s", quasi.column)} as ${name(`q${index}`)}`,
        )
      : columns),
    ...sensitive.map((column, index) => sql`${name(own ? "s" : home, column)} as ${name(`s${index}`)}`),
  ];
  const from = own
    ? sql`${anonymized(table.name)} s`
    : sql`${surviving(table.name)} s ${parents.joins} ${join([...publishedJoins.values()], unsafeText(" "))}`;
  return sql`select s."__row", ${own ? name("s", "__row") : person} as "person"${join(
    selected.map((column) => sql`, ${column}`),
    unsafeText(""),
  )} from ${from}`;
}

/** Whether classes are made of the table's own columns, each row a person: then nothing needs to be joined. */
const isOwn = (plan: ModulePlan, table: TablePlan): boolean =>
  (plan.person === table.name || !countsPersons(plan, table)) &&
  quasiIdentifiers(plan, table).every((quasi) => quasi.table === table.name);

/** The statements that make the classes of a table ready to be counted. */
export function createClasses(
  plan: ModulePlan,
  table: TablePlan,
  values: "published" | "source",
): readonly Sql[] {
  const view = sql`create view ${classes(table.name)} as ${selectClasses(plan, table, values)}`;
  const stored = sql`create table ${classes(table.name)} as ${selectClasses(plan, table, values)}`;
  return [...dropClasses(plan, table), isOwn(plan, table) ? view : stored];
}

/** Classes are a view for some tables and stored for others; the same module always makes the same kind. */
export const dropClasses = (plan: ModulePlan, table: TablePlan): readonly Sql[] => [
  isOwn(plan, table)
    ? sql`drop view if exists ${classes(table.name)}`
    : sql`drop table if exists ${classes(table.name)}`,
];

/** The rows of a table's classes that are still in. */
export const classRows = (table: string): Sql =>
  sql`select * from ${classes(table)} where "__row" not in ${removedSince(table)}`;

/** Whether each row of a table is a person of its own, or none is known. */
export const countsRows = (plan: ModulePlan, table: TablePlan): boolean =>
  plan.person === table.name || !countsPersons(plan, table);

/** A class counts distinct persons; where every row is a person of its own, counting rows says the same and is cheaper. */
const size = (plan: ModulePlan, table: TablePlan): Sql =>
  countsRows(plan, table) ? sql`count(*)` : sql`count(distinct "person")`;

/** Where two rows agree in all of a table's quasi-identifiers; null is a value like any other. */
const sameClass = (plan: ModulePlan, table: TablePlan, a: string, b: string): Sql =>
  and(
    columnNames(quasiIdentifiers(plan, table).length).map(
      (column) => sql`${name(a, column)} is not distinct from ${name(b, column)}`,
    ),
  );

/** The figure of each class for one model, as a join under an alias; none where the class's own size is the figure. */
function measureJoin(
  plan: ModulePlan,
  table: TablePlan,
  model: RequiredModel,
  alias: string,
): Sql | undefined {
  const { select } = measureOf(model);
  if (!select) return undefined;
  const by = columnNames(quasiIdentifiers(plan, table).length).map((column) => name(column));
  const keys = join(
    by.map((key) => sql`${key}, `),
    unsafeText(""),
  );
  const column = modelColumn(model);
  const value = column === undefined ? undefined : name(`s${sensitiveColumns(table).indexOf(column)}`);
  const cells = value
    ? sql`select ${keys}${value} as s, count(*) as c from (${classRows(table.name)}) group by ${join([...by, value])}`
    : sql`select ${keys}c from ${populationClasses(table.name)}`;
  return sql` left join (${select(model.with, { cells, by })}) ${name(alias)} on ${sameClass(plan, table, "g", alias)}`;
}

/**
 * Counts the classes of the rows that are still in: `n` persons, `rows`, the quasi-identifiers, and `m0` … the figures of
 * the models, which are those of published values.
 */
export function countClasses(plan: ModulePlan, table: TablePlan, models: readonly RequiredModel[] = []): Sql {
  const columns = columnNames(quasiIdentifiers(plan, table).length);
  const by = columns.length === 0 ? sql`` : sql` group by ${join(columns.map((column) => name(column)))}`;
  const selected = join(
    columns.map((column) => sql`, ${name(column)}`),
    unsafeText(""),
  );
  const joins = models.map((model, index) => measureJoin(plan, table, model, `x${index}`));
  const figures = models.map((_, index) => {
    const own = joins[index] ? sql`coalesce(${name(`x${index}`, "measure")}, 0)::double` : sql`g.n::double`;
    return sql`, ${own} as ${name(`m${index}`)}`;
  });
  return sql`create or replace table ${groups(table.name)} as select g.*${join(figures, unsafeText(""))} from (
    select ${size(plan, table)} as n, count(*) as rows${selected} from (${classRows(table.name)})${by}) g${join(
      joins.filter((made) => made !== undefined),
      unsafeText(""),
    )}`;
}

/** Names the counted classes in which one of the models does not hold. */
export function createSmallClasses(table: TablePlan): Sql {
  const holds = table.models.map((model, index) => measureOf(model).holds(model.with, name(`m${index}`)));
  return sql`create or replace table ${small(table.name)} as select * from ${groups(table.name)} where rows > 0 and not (${and(holds)})`;
}

/** One row: `m0` … the figure of each model in its worst class; null where no row is left. */
export function worstClasses(table: TablePlan): Sql {
  const figures = table.models.map((model, index) => {
    const figure = name(`m${index}`);
    const worst = measureOf(model).worst === "min" ? sql`min(${figure})` : sql`max(${figure})`;
    return sql`${worst} as ${figure}`;
  });
  return sql`select ${figures.length === 0 ? sql`null as none` : join(figures)} from ${groups(table.name)} where rows > 0`;
}

/** The rows of the small classes; null is a value like any other. */
export function rowsOfSmallClasses(plan: ModulePlan, table: TablePlan): Sql {
  return sql`select c."__row" from (${classRows(table.name)}) c semi join ${small(table.name)} x on ${sameClass(plan, table, "c", "x")}`;
}

/** `size`, `classes`, `rows` of the counted classes; sizes above 50 share a bin with others of the same power of two. */
export function classSizes(table: TablePlan): Sql {
  return sql`select case when n <= 50 then n else (2 ** floor(log2(n)))::bigint end as "size", count(*) as "classes", sum(rows)::bigint as "rows"
    from ${groups(table.name)} where rows > 0 group by 1 order by 1`;
}
