import { duckdbQuoting } from "#lib/sql";
import type { RowPage, Task } from "../protocol.ts";
import { columnOf } from "./column-types.ts";
import type { LockedEngine } from "./locked-engine.ts";

const { name: quote, literal } = duckdbQuoting;

/** A page of a Parquet file, in the file's order. Numbers that JavaScript would round come as text. */
export async function readRows(
  engine: LockedEngine,
  task: Extract<Task, { kind: "read-rows" }>,
): Promise<RowPage> {
  const from = `read_parquet(${literal(task.file)})`;
  const described = await engine.rows(`describe select * from ${from}`);
  const all = described.map((c) => columnOf(String(c.column_name), String(c.column_type)));
  const wanted = task.columns && new Set(task.columns);
  const chosen = all.filter(({ column }) => wanted === undefined || wanted.has(column.name));
  const [total] = await engine.rows(`select count(*) as n from ${from}`);
  if (chosen.length === 0) return { columns: [], rows: [], total: Number(total?.n) };
  await engine.connection.run("set preserve_insertion_order = true");
  const reader = await engine.connection.runAndReadAll(
    `select ${chosen.map((c) => quote(c.column.name)).join(", ")} from ${from}
     limit ${literal(task.limit)} offset ${literal(task.offset)}`,
  );
  return {
    columns: chosen.map((c) => c.column),
    rows: reader
      .getRowsJson()
      .map((row) =>
        row.map((value) =>
          value === null || ["string", "number", "boolean"].includes(typeof value)
            ? (value as string | number | boolean | null)
            : JSON.stringify(value),
        ),
      ),
    total: Number(total?.n),
  };
}

/** Columns as their canonical text in CSV; an empty text is quoted, a null is not. */
export async function parquetAsCsv(
  engine: LockedEngine,
  task: Extract<Task, { kind: "parquet-as-csv" }>,
): Promise<{ readonly rows: number }> {
  const list = task.columns.map(({ name, datatype }) =>
    datatype === "binary" ? `'\\x' || lower(hex(${quote(name)})) as ${quote(name)}` : quote(name),
  );
  const result = await engine.connection.run(
    `copy (select ${list.join(", ")} from read_parquet(${literal(task.file)}))
     to ${literal(task.pipe)} (format csv, header false, nullstr '', use_tmp_file false)`,
  );
  return { rows: Number(result.rowsChanged) };
}
