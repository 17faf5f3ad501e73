import { parseColumnType } from "#lib/contracts";
import type { Engine } from "#lib/engine/server";
import { join, literal, name, type Sql, sql, unsafeText } from "#lib/sql";
import type { RecordFile } from "./upload-tables.ts";

export interface RowDifference {
  /** Rows of the record that are not there, or not as often. */
  readonly missing: number;
  /** Rows that the record has not, or not as often. */
  readonly extra: number;
}

/** A value as one text: equal texts are equal values, exactly. */
function canonical(datatype: string, value: Sql, isText: boolean): Sql {
  const type = parseColumnType(datatype)?.name ?? "string";
  if (type === "binary")
    // A database gives it as text, \\x and hexadecimal digits.
    return isText ? sql`lower(regexp_replace(${value}, '^\\\\x', ''))` : sql`lower(hex(${value}))`;
  const text = sql`${value}::varchar`;
  // 1.50 and 1.5 are one number: how many zeros follow is the column's scale.
  if (type === "decimal")
    return sql`case when contains(${text}, '.') then rtrim(rtrim(${text}, '0'), '.') else ${text} end`;
  return text;
}

/** A row as a hash: each value with its length before it, so that no two rows have one text, and null is not empty. */
function hashOf(columns: RecordFile["table"]["columns"], texts: ReadonlySet<string>): Sql {
  const parts = columns.map((column) => {
    const value = canonical(column.datatype, name(column.name), texts.has(column.name));
    return sql`coalesce('v' || strlen(${value}) || ':' || ${value}, 'n')`;
  });
  return sql`unhex(sha256(${join(parts, unsafeText(" || "))}))`;
}

/**
 * Compares the rows of a table with the record's file as a multiset. Only hashes are held, grouped by the engine, which spills
 * them to its own disk past its memory.
 */
export async function compareRows(
  engine: Pick<Engine, "rows">,
  table: Sql,
  { table: expected, path: file }: RecordFile,
): Promise<RowDifference> {
  const described = await engine.rows(sql`describe select * from ${table}`);
  const texts = new Set(
    described
      .filter(({ column_type: type }) => type === "VARCHAR")
      .map(({ column_name: column }) => String(column)),
  );
  const none = new Set<string>();
  const [found] = await engine.rows(sql`
    select coalesce(sum(n) filter (n > 0), 0)::varchar as missing, coalesce(-sum(n) filter (n < 0), 0)::varchar as extra
    from (
      select h, sum(n) as n from (
        select ${hashOf(expected.columns, none)} as h, 1 as n from read_parquet(${literal(file)})
        union all
        select ${hashOf(expected.columns, texts)} as h, -1 as n from ${table}
      ) group by h
    )`);
  return { missing: Number(found?.missing ?? 0), extra: Number(found?.extra ?? 0) };
}
