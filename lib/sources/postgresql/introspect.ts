import type { SourceTable } from "#lib/contracts";
import type { PostgresClient } from "#lib/network/server";
import { columnTypeOf } from "./column-types.ts";

interface RelationRow {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly kind: string;
  readonly estimate: number;
}
interface ColumnRow {
  readonly relation: string;
  readonly name: string;
  readonly native: string;
  readonly base: number;
  readonly modifier: number;
  readonly notnull: boolean;
}
interface KeyRow {
  readonly relation: string;
  readonly kind: string;
  readonly columns: string[];
  readonly schema: string | null;
  readonly target: string | null;
  readonly targets: string[];
}

/** Tables, partitioned tables, views, materialised views and foreign tables that the role may read. Partitions are part of their table. */
const relationsQuery = `
  select c.oid::text as oid, n.nspname as schema, c.relname as name, c.relkind::text as kind,
         greatest(case when c.relkind = 'p'
                       then (select coalesce(sum(p.reltuples), 0) from pg_inherits i join pg_class p on p.oid = i.inhrelid
                             where i.inhparent = c.oid and p.reltuples > 0)
                       else c.reltuples end, -1)::float8 as estimate
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
    and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
    and (cardinality($1::text[]) = 0 or n.nspname = any($1::text[]))
    and has_schema_privilege(n.oid, 'usage')
    and (has_table_privilege(c.oid, 'select') or has_any_column_privilege(c.oid, 'select'))
  order by n.nspname, c.relname`;

/** A domain is read as the type it stands on. */
const columnsQuery = `
  select a.attrelid::text as relation, a.attname as name, format_type(a.atttypid, a.atttypmod) as native,
         (case when t.typtype = 'd' then t.typbasetype else a.atttypid end)::int8::float8 as base,
         case when t.typtype = 'd' then t.typtypmod else a.atttypmod end as modifier, a.attnotnull as notnull
  from pg_attribute a join pg_type t on t.oid = a.atttypid
  where a.attrelid = any($1::oid[]) and a.attnum > 0 and not a.attisdropped
    and has_column_privilege(a.attrelid, a.attnum, 'select')
  order by a.attrelid, a.attnum`;

const keysQuery = `
  select k.conrelid::text as relation, k.contype::text as kind,
         array(select a.attname::text from unnest(k.conkey) with ordinality u(num, ord)
               join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num order by u.ord) as columns,
         n.nspname as schema, f.relname as target,
         array(select a.attname::text from unnest(k.confkey) with ordinality u(num, ord)
               join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num order by u.ord) as targets
  from pg_constraint k left join pg_class f on f.oid = k.confrelid left join pg_namespace n on n.oid = f.relnamespace
  where k.conrelid = any($1::oid[]) and k.contype in ('p', 'f') and k.conparentid = 0
  order by k.conname`;

const grouped = <R extends { readonly relation: string }>(rows: readonly R[]): ReadonlyMap<string, R[]> =>
  Map.groupBy(rows, (row) => row.relation);

/** What the role can read, with types, keys and row estimates of the planner. */
export async function introspectDatabase(
  client: PostgresClient,
  schemas: readonly string[],
): Promise<readonly SourceTable[]> {
  const relations = (await client.query<RelationRow>(relationsQuery, [schemas])).rows;
  const oids = relations.map((r) => r.oid);
  const columns = grouped((await client.query<ColumnRow>(columnsQuery, [oids])).rows);
  const keys = grouped((await client.query<KeyRow>(keysQuery, [oids])).rows);
  return relations.map((relation) => {
    const own = keys.get(relation.oid) ?? [];
    return {
      schema: relation.schema,
      name: relation.name,
      kind: relation.kind === "v" || relation.kind === "m" ? ("view" as const) : ("table" as const),
      // A negative estimate: the table was never analysed.
      ...(relation.estimate >= 0 && relation.kind !== "v"
        ? { estimatedRows: Math.round(relation.estimate) }
        : {}),
      columns: (columns.get(relation.oid) ?? []).map((column) => ({
        name: column.name,
        nativeType: column.native,
        datatype: columnTypeOf(column.base, column.modifier),
        nullable: !column.notnull,
      })),
      primaryKey: own.find((k) => k.kind === "p")?.columns ?? [],
      foreignKeys: own
        .filter((k) => k.kind === "f" && k.target !== null)
        .map((k) => ({
          columns: k.columns,
          references: {
            ...(k.schema === null ? {} : { schema: k.schema }),
            table: k.target ?? "",
            columns: k.targets,
          },
        })),
    };
  });
}
