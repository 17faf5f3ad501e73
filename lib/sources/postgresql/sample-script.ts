import type { PostgresClient } from "#lib/network/server";
import type { SampleTarget } from "../definition.ts";
import { quotedTable } from "../table-names.ts";

/** Pages of a table that are read, 8 kB each: enough for any sample, and little for any server. */
const mostPages = 1000;
/** Rows of a view or script that are read: nothing but their order can be skipped there. */
const mostRows = 20_000;
/** The same pages again while the table stays. */
const seed = 1;

interface SizeRow {
  readonly kind: string;
  readonly pages: number;
}

/** Pages of a table and of its partitions; of what has none (views, foreign tables) nothing. */
const sizeQuery = `
  select c.relkind::text as kind,
         (case when c.relkind = 'p' then (select coalesce(sum(pg_relation_size(t.relid)), 0) from pg_partition_tree(c.oid) t)
               when c.relkind in ('r', 'm') then pg_relation_size(c.oid) else 0 end
          / current_setting('block_size')::int8)::float8 as pages
  from pg_class c where c.oid = $1::regclass`;

/** Some rows of a statement, by their own hash: no order of the source decides. */
const someOf = (statement: string, rows: number): string =>
  `select * from (\nselect * from (\n${statement}\n) as "sampled rows" limit ${mostRows}\n) as "sampled rows"` +
  ` order by md5("sampled rows"::text) limit ${rows}`;

/** A script for a sample of a table, by random pages where it is large, or of what another script gives. */
export async function sampleScript(
  client: PostgresClient,
  target: SampleTarget,
  rows: number,
): Promise<string> {
  if ("script" in target) return someOf(target.script, rows);
  const table = quotedTable(target);
  const { kind, pages } = (await client.query<SizeRow>(sizeQuery, [table])).rows[0] ?? {
    kind: "v",
    pages: 0,
  };
  if (!["r", "p", "m"].includes(kind)) return someOf(`select * from ${table}`, rows);
  const part =
    pages > mostPages
      ? ` tablesample system (${Math.max(0.0001, (100 * mostPages) / pages).toFixed(4)}) repeatable (${seed})`
      : "";
  return (
    `select "sampled rows".* from ${table} as "sampled rows"${part}` +
    ` order by md5("sampled rows".tableoid::text || "sampled rows".ctid::text) limit ${rows}`
  );
}
