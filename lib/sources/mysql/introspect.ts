import type { SourceTable } from "#lib/contracts";
import { type MysqlClient, queryMysql } from "#lib/network/server";
import { columnTypeOf } from "./column-types.ts";

interface TableRow {
  readonly name: string;
  readonly kind: string;
  readonly estimate: string | number | null;
}
interface ColumnRow {
  readonly relation: string;
  readonly name: string;
  readonly native: string;
  readonly nullable: string;
}
interface KeyRow {
  readonly relation: string;
  readonly key_name: string;
  readonly name: string;
  readonly target: string | null;
  readonly target_column: string | null;
}

// Every column has a name of ours: MySQL 8 answers with its own ones in capitals, MariaDB as they are written.
const tablesQuery = `
  select table_name as name, table_type as kind, table_rows as estimate
  from information_schema.tables where table_schema = database() order by table_name`;

const columnsQuery = `
  select table_name as relation, column_name as name, column_type as native, is_nullable as nullable
  from information_schema.columns where table_schema = database() order by table_name, ordinal_position`;

const keysQuery = `
  select table_name as relation, constraint_name as key_name, column_name as name,
         referenced_table_name as target, referenced_column_name as target_column
  from information_schema.key_column_usage
  where table_schema = database() and (constraint_name = 'PRIMARY' or referenced_table_schema = database())
  order by table_name, constraint_name, ordinal_position`;

/** What the user may read of the database, with types, keys and the server's row estimates. */
export async function introspectMysql(client: MysqlClient): Promise<readonly SourceTable[]> {
  const tables = await queryMysql<TableRow>(client, tablesQuery);
  const columns = Map.groupBy(await queryMysql<ColumnRow>(client, columnsQuery), (row) => row.relation);
  const keys = Map.groupBy(await queryMysql<KeyRow>(client, keysQuery), (row) => row.relation);
  return tables.map(({ name, kind, estimate }) => {
    const own = keys.get(name) ?? [];
    const foreign = Map.groupBy(
      own.filter((key) => key.target !== null),
      (key) => key.key_name,
    );
    return {
      name,
      kind: kind === "VIEW" ? ("view" as const) : ("table" as const),
      ...(estimate === null ? {} : { estimatedRows: Number(estimate) }),
      columns: (columns.get(name) ?? []).map((column) => ({
        name: column.name,
        nativeType: column.native,
        datatype: columnTypeOf(column.native),
        nullable: column.nullable === "YES",
      })),
      primaryKey: own.filter((key) => key.key_name === "PRIMARY").map((key) => key.name),
      foreignKeys: [...foreign.values()].map((key) => ({
        columns: key.map((part) => part.name),
        references: {
          table: key[0]?.target ?? "",
          columns: key.flatMap((part) => part.target_column ?? []),
        },
      })),
    };
  });
}
