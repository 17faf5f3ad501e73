import { name, type Sql, sql } from "#lib/sql";

/** Where the tables of a run stand in the engine. Columns that begin with `__` are the engine's own. */
export const schemas = ["extracted", "transformed", "cleansed", "removed", "work", "anonymized"] as const;

/** Rows as the extraction script gave them. */
export const extracted = (table: string): Sql => name("extracted", table);
/** The single data format of a table: what column rules read. Its row id names a row for the rest of the run. */
export const transformed = (table: string): Sql => name("transformed", table);
/** All transformed rows with typed values, `__reason` (0 = none, else a rule's ordinal) and `__f0 …` (bits of counted rules). */
export const cleansed = (table: string): Sql => name("cleansed", table);
/** Rows taken out after Cleanse: `__row`, `__reason`, `__stage`. */
export const removed = (table: string): Sql => name("removed", table);
/** Rows taken out since the table was anonymized; what was taken out before is not in it, and need not be looked for. */
export const removedSince = (table: string): Sql =>
  sql`(select "__row" from ${removed(table)} where "__stage" in ('anonymize', 'protect'))`;
/** View: rows still in the module after Cleanse and Keys, with fitted values and nulled foreign keys. */
export const surviving = (table: string): Sql => name("work", `surviving ${table}`);
/** Rows whose foreign key number `index` was set to null for want of a parent: `__row`, `__stage`. */
export const nulledKeys = (table: string, index: number): Sql => name("work", `nulled ${index} ${table}`);
/** Rows whose null a fitted strategy fills, with the value: `__row`, `v`. */
export const fittedRows = (table: string, column: string): Sql => name("work", `fitted ${table} ${column}`);
/** Source key → published key of one key column. */
export const keyMap = (table: string, column: string): Sql => name("work", `key ${table} ${column}`);
/** Cleansed value → published value of a column whose values repeat. */
export const valueMap = (table: string, column: string): Sql => name("work", `values ${table} ${column}`);
/** Distinct values of a column on their way through a map form: `id`, `source` and the canonical `text`. */
export const mapInputs = name("work", "map inputs");
/** What the map form made of them: `id` and `published`. */
export const mapOutputs = { schema: "work", table: "map outputs" };
/** Values on their way through a function of a user's: `id`, `source`, `tie`. */
export const scriptInputs = name("work", "script inputs");
/** What it made of them: `id` and `published`. */
export const scriptOutputs = { schema: "work", table: "script outputs" };
/** What the function number `index` among a column's normalizers made: `source` or `row`, and `published`. */
export const scriptedValues = (table: string, column: string, index: number): Sql =>
  name("work", `script ${index} ${table} ${column}`);
/** Row → published value of a column whose function looks at all of it: `row`, `published`. */
export const rowValues = (table: string, column: string): Sql => name("work", `rows ${table} ${column}`);
/** Rows with published values: `__row`, `__bad` (ordinal of a rule that could not handle its value) and the columns. */
export const anonymized = (table: string): Sql => name("anonymized", table);
/** View: what will be published, without the engine's columns. */
export const published = (table: string): Sql => name("anonymized", `published ${table}`);
