import type { Manifest, ManifestTable } from "#lib/contracts";
import { parquetTable } from "#lib/testing";

const longColumn = `длинное имя ${"я".repeat(60)}`;

const column = (name: string, datatype: string, nullable = true, description?: string) => ({
  name,
  datatype,
  nullable,
  ...(description === undefined ? {} : { description }),
});

/** Two tables of every type, with keys, names and values that are hard to keep. */
export async function shopTables(folder: string): Promise<{ table: ManifestTable; path: string }[]> {
  const parquet = (
    name: string,
    select: string,
    columns: ManifestTable["columns"],
    extra: Partial<ManifestTable>,
  ) => parquetTable(folder, name, select, columns, extra);
  return [
    await parquet(
      'Дети "x"',
      `select 1::bigint as id, 1::bigint as parent, '' as "${longColumn}" union all select 2, null, null`,
      [column("id", "integer", false), column("parent", "integer"), column(longColumn, "string")],
      {
        primaryKey: ["id"],
        foreignKeys: [{ columns: ["parent"], references: { table: "parent", columns: ["id"] } }],
      },
    ),
    await parquet(
      "parent",
      `select 1::bigint as id, 1.50::decimal(12,2) as amount, 0.1::double as f, true as ok, date '2020-02-29' as d,
         time '23:59:59' as t, timestamp '2020-01-01 10:00:00' as ts, timestamptz '2020-01-01 10:00:00+03' as tz,
         '00000000-0000-0000-0000-000000000001'::uuid as u, '{"a": 1}' as j, '\\xDE\\xAD'::blob as bin, 'quote " comma , line' || chr(10) || 'два' as txt`,
      [
        column("id", "integer", false, "It's the key\\"),
        column("amount", "decimal(12,2)"),
        column("f", "float"),
        column("ok", "boolean"),
        column("d", "date"),
        column("t", "time"),
        column("ts", "timestamp"),
        column("tz", "timestamp(tz)"),
        column("u", "uuid"),
        column("j", "json"),
        column("bin", "binary"),
        column("txt", "string"),
      ],
      { primaryKey: ["id"], title: "Parents' table" },
    ),
  ];
}

/** What a store is told when it shows a run's tables. */
export const manifestOf = (
  tables: readonly { readonly table: ManifestTable }[],
  runId: string,
  module = "shop",
): Manifest => ({ format: 1, module, tables: tables.map(({ table }) => table), contentHash: "0", runId });
