import { keyedFunctions, needsOf } from "#lib/anonymizers";
import { duckdbType } from "#lib/column-rules";
import { AppError } from "#lib/kernel";
import { join, name, type Sql, sql, unsafeText } from "#lib/sql";
import { canonicalText } from "../cast/canonical-text.ts";
import { convert } from "../cast/strict-cast.ts";
import { type ScriptStep, scriptStep } from "../cleanse/compile-script-input.ts";
import { Layers, type OutputColumn } from "../cleanse/layers.ts";
import {
  anonymized,
  cleansed,
  keyMap,
  mapInputs,
  mapOutputs,
  rowValues,
  surviving,
  valueMap,
} from "../names.ts";
import { tablePlan } from "../plan/foreign-key-path.ts";
import type { ColumnPlan, ModulePlan, TablePlan } from "../plan/module-plan.ts";
import { compileRule, isMarkedWhereUnhandled, type Rule } from "./compile-rule.ts";
import { JoinedParents } from "./joined-parents.ts";
import { mappedKeys, publicationOf, publishedColumns, scriptOf } from "./published-column.ts";

/** Everything a rule may ask for, over a row whose columns stand under `alias`. */
function applyRule(
  plan: ModulePlan,
  table: TablePlan,
  column: ColumnPlan,
  rule: Rule,
  parents: JoinedParents,
  alias: string,
  rank?: Sql,
): Sql {
  const needs = needsOf(rule.rule, rule.params);
  const entity = rule.rule.entity?.(rule.params) ?? table.name;
  const entityKey = tablePlan(plan, entity)?.columns.find(
    (c) => c.key && tablePlan(plan, entity)?.primaryKey?.columns[0] === c.name,
  );
  const missing = () =>
    new AppError(
      "rule-needs-key",
      { table: table.name, column: column.name, rule: rule.rule.id },
      { place: { stage: "anonymize", table: table.name, column: column.name, rule: rule.rule.id } },
    );
  const entityText = needs.includes("entity") ? parents.keyOf(alias, table, entity) : undefined;
  const identity = needs.includes("identity") ? parents.keyOf(alias, table, table.name) : undefined;
  if (needs.includes("entity") && !entityText) throw missing();
  if (needs.includes("identity") && !identity) throw missing();
  return compileRule(plan, table, column, rule, name(alias, column.name), {
    // A shift belongs to the entity, so its key does too: it is the same in every table that reaches the entity.
    domain: needs.includes("entity") ? (entityKey?.domain ?? column.domain) : column.domain,
    identity,
    entity: entityText,
    rank,
    overRows: (aggregate) =>
      sql`(select ${aggregate(name("f", column.name))} from ${surviving(table.name)} f)`,
    column: (other) => name(alias, other),
  });
}

/** All keys of a key column, those of children too: orphans that stay are keys as well. */
function distinctKeys(plan: ModulePlan, table: TablePlan, column: ColumnPlan): Sql {
  const holders = plan.tables.flatMap((holder) =>
    holder.columns.flatMap((candidate) =>
      candidate.key?.table === table.name && candidate.key.column === column.name
        ? [sql`select ${name(candidate.name)} as ${name(column.name)} from ${surviving(holder.name)}`]
        : [],
    ),
  );
  return sql`select distinct ${name(column.name)} from (${join(holders, unsafeText(" union all "))}) where ${name(column.name)} is not null`;
}

const distinctValues = (table: TablePlan, column: ColumnPlan): Sql =>
  sql`select distinct ${name(column.name)} from ${surviving(table.name)} where ${name(column.name)} is not null`;

/** Source → published of each distinct value, in SQL; places are given in the order of a keyed hash where there is a limit. */
function lookUp(plan: ModulePlan, table: TablePlan, column: ColumnPlan, distinct: Sql, rule: Rule): Sql {
  const value = name("k", column.name);
  const apply = (rank?: Sql) => applyRule(plan, table, column, rule, new JoinedParents(plan), "k", rank);
  if (rule.rule.capacity?.(rule.params) === undefined) {
    return sql`select ${value} as "source", ${apply()} as "published" from (${distinct}) k`;
  }
  const hash = keyedFunctions(column.domain, `${rule.rule.id}/order`).hmac(
    canonicalText(name(column.name), column.type, column.domain),
  );
  const ranked = sql`select *, dense_rank() over (order by ${hash}) - 1 as "__rank" from (${distinct})`;
  return sql`select ${value} as "source", ${apply(sql`k."__rank"`)} as "published" from (${ranked}) k`;
}

/** Source key → published key, for keys that are numbered or that children repeat. */
export function compileKeyMap(plan: ModulePlan, table: TablePlan, column: ColumnPlan): Sql {
  const distinct = distinctKeys(plan, table, column);
  const publication = publicationOf(column);
  if (publication.how === "rule") {
    return sql`create or replace table ${keyMap(table.name, column.name)} as
    ${lookUp(plan, table, column, distinct, publication)}`;
  }
  const key = name("k", column.name);
  const hashed = keyedFunctions(column.domain, "surrogate").hmac(
    canonicalText(key, column.type, column.domain),
  );
  return sql`create or replace table ${keyMap(table.name, column.name)} as
    select ${key} as "source", row_number() over (order by ${hashed}) as "published" from (${distinct}) k`;
}

/** One row per column: `c<i>` present values and `d<i>` distinct ones (approximate), to see which repeat. */
export function compileRepetition(table: TablePlan, columns: readonly ColumnPlan[]): Sql {
  const counts = columns.flatMap((column, index) => [
    sql`count(${name(column.name)}) as ${name(`c${index}`)}`,
    sql`approx_count_distinct(${name(column.name)}) as ${name(`d${index}`)}`,
  ]);
  return sql`select ${join(counts)} from ${surviving(table.name)}`;
}

/** Cleansed value → published value of a column whose values repeat. */
export function compileValueMap(plan: ModulePlan, table: TablePlan, column: ColumnPlan): Sql {
  const publication = publicationOf(column);
  if (publication.how !== "rule") throw new TypeError("only rules make values of values");
  return sql`create or replace table ${valueMap(table.name, column.name)} as
    ${lookUp(plan, table, column, distinctValues(table, column), publication)}`;
}

/**
 * What the engine's threads make of a column's distinct values: statements before and after, and the work between.
 * `of` says where the result goes: the map of a key, or that of a table's values.
 */
export function compileMapped(plan: ModulePlan, table: TablePlan, column: ColumnPlan, of: "key" | "values") {
  const publication = publicationOf(column);
  if (publication.how !== "rule") throw new TypeError("only rules make values of values");
  const isKey = of === "key";
  const distinct = isKey ? distinctKeys(plan, table, column) : distinctValues(table, column);
  const target = (isKey ? keyMap : valueMap)(table.name, column.name);
  const source = name(column.name);
  // A rule that keeps a value's spelling takes it as it is written.
  const domain = publication.rule.map?.keepsSpelling ? undefined : column.domain;
  return {
    // Ids, so that results are joined by a number and not by the value once more.
    prepare: sql`create or replace table ${mapInputs} as
      select row_number() over () as "id", ${source} as "source", ${canonicalText(source, column.type, domain)} as "text" from (${distinct})`,
    job: {
      rule: publication.rule.id,
      params: publication.params,
      type: column.type,
      domain: column.domain,
    },
    inputs: sql`select "id", "text" from ${mapInputs}`,
    outputs: mapOutputs,
    finish: sql`create or replace table ${target} as
      select i."source", try_cast(o."published" as ${unsafeText(duckdbType(publication.type))}) as "published"
      from ${mapInputs} i left join ${name(mapOutputs.schema, mapOutputs.table)} o on i."id" = o."id"`,
    cleanUp: [sql`drop table ${mapInputs}`, sql`drop table ${name(mapOutputs.schema, mapOutputs.table)}`],
  } as const;
}

/** A function of a user's over a column's values, with the statements around it; `of` as in {@link compileMapped}. */
export function compileScripted(
  plan: ModulePlan,
  table: TablePlan,
  column: ColumnPlan,
  of: "key" | "values",
): ScriptStep {
  const publication = publicationOf(column);
  const script = scriptOf(column);
  if (publication.how !== "rule" || !script) throw new TypeError("the column has no function of a user's");
  const own = name(column.name);
  const values =
    of === "key"
      ? sql`select ${own} as v from (${distinctKeys(plan, table, column)})`
      : sql`select "__row", ${own} as v from ${surviving(table.name)} where ${own} is not null`;
  const isWhole = script.scope === "column";
  const target = isWhole ? rowValues : of === "key" ? keyMap : valueMap;
  return scriptStep(
    {
      script,
      values,
      type: column.type,
      table: table.name,
      columns: isWhole ? [...new Set(table.columns.map(({ from }) => from))] : [],
    },
    target(table.name, column.name),
    (made, type) => convert(made, type, publication.type, "UTC"),
  );
}

/** How many distinct canonical values a column has, where its rule can make only so many. */
export const compileDistinct = (
  plan: ModulePlan,
  table: TablePlan,
  column: ColumnPlan,
  of: "key" | "values",
): Sql =>
  sql`select count(distinct ${canonicalText(name(column.name), column.type, column.domain)}) from (${
    of === "key" ? distinctKeys(plan, table, column) : distinctValues(table, column)
  })`;

/**
 * The statement that makes a table's published values from its surviving rows, and marks what a rule could not handle.
 * `repeated` names the columns that have a value map.
 */
export function compileAnonymize(plan: ModulePlan, table: TablePlan, repeated: ReadonlySet<string>): Sql {
  const layers = new Layers();
  const parents = new JoinedParents(plan);
  const mapped = new Set(mappedKeys(plan).map((key) => JSON.stringify([key.table.name, key.column.name])));
  const mapJoins: Sql[] = [];
  const base: Sql[] = [sql`s."__row"`];
  const output: OutputColumn[] = [];
  const checks: { ordinal: number; alias: string }[] = [];
  layers.base("__row");
  publishedColumns(table).forEach(({ column, publication }, index) => {
    const source = name("s", column.name);
    const made = `p${index}`;
    const had = `h${index}`;
    const home = column.key;
    const map = name(`m${index}`);
    if (scriptOf(column)?.scope === "column") {
      mapJoins.push(sql`left join ${rowValues(table.name, column.name)} ${map} on s."__row" = ${map}."row"`);
      base.push(sql`${map}."published" as ${name(made)}`);
    } else if (repeated.has(column.name)) {
      mapJoins.push(
        sql`left join ${valueMap(table.name, column.name)} ${map} on ${source} = ${map}."source"`,
      );
      base.push(sql`${map}."published" as ${name(made)}`);
    } else if (home && mapped.has(JSON.stringify([home.table, home.column]))) {
      mapJoins.push(sql`left join ${keyMap(home.table, home.column)} ${map} on ${source} = ${map}."source"`);
      base.push(sql`${map}."published" as ${name(made)}`);
    } else if (publication.how === "rule") {
      base.push(sql`${applyRule(plan, table, column, publication, parents, "s")} as ${name(made)}`);
    } else {
      base.push(sql`cast(${source} as ${unsafeText(duckdbType(publication.type))}) as ${name(made)}`);
    }
    layers.base(made);
    output.push({ name: column.name, expression: name(made), uses: [made] });
    if (isMarkedWhereUnhandled(column, publication)) {
      base.push(sql`${source} is not null as ${name(had)}`);
      layers.base(had);
      const alias = `b${index}`;
      layers.define(alias, sql`${name(had)} and ${name(made)} is null`, [had, made]);
      checks.push({ ordinal: column.anonymizeOrdinal, alias });
    }
  });
  const cases = checks.map(({ alias, ordinal }) => sql` when ${name(alias)} then ${ordinal}`);
  output.unshift(
    { name: "__row", expression: name("__row"), uses: ["__row"] },
    {
      name: "__bad",
      expression:
        cases.length === 0
          ? sql`0::usmallint`
          : sql`(case${join(cases, unsafeText(""))} else 0 end)::usmallint`,
      uses: checks.map(({ alias }) => alias),
    },
  );
  const rows = sql`select ${join(base)} from ${surviving(table.name)} s ${parents.joins} ${join(mapJoins, unsafeText(" "))}`;
  return sql`create or replace table ${anonymized(table.name)} as ${layers.select(rows, output)}`;
}

/** Published keys of all rows that were read, rejected ones too: whatever the version before had of them is out of date. */
export function compileKeysRead(plan: ModulePlan, table: TablePlan): Sql {
  const parents = new JoinedParents(plan);
  const keys = publishedColumns(table).filter(({ column }) =>
    table.primaryKey?.columns.includes(column.name),
  );
  const made = keys.map(({ column, publication }) => {
    const value =
      publication.how === "rule"
        ? applyRule(plan, table, column, publication, parents, "s")
        : sql`cast(${name("s", column.name)} as ${unsafeText(duckdbType(publication.type))})`;
    return sql`${value} as ${name(column.name)}`;
  });
  return sql`select distinct ${join(made)} from ${cleansed(table.name)} s ${parents.joins}`;
}
