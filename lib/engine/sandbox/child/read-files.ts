import { AppError } from "#lib/kernel";
import type { FileFacts, FileReading } from "#lib/sources";
import { bindParameters, duckdbQuoting } from "#lib/sql";
import type { ScriptResult, Task } from "../protocol.ts";
import { columnOf } from "./column-types.ts";
import { csvDialect } from "./csv-dialect.ts";
import { fileError } from "./file-error.ts";
import type { LockedEngine } from "./locked-engine.ts";
import { compressionOf, isParquet, mostLineBytes, type PlainFile, plainFile } from "./plain-file.ts";
import { assertHarmless, runChecked } from "./run-script.ts";
import { factsOf, type ReadableFile, selectOf, type TablePart } from "./table-of-files.ts";
import { isWorkbook, sheetAsCsv } from "./workbook/index.ts";

const { name: quote, literal } = duckdbQuoting;
/** What the folders of a path say is told by the source, as texts; the engine would say it once more, and guess a type. */
const ownColumns = "hive_partitioning=false";
/** The largest object of a JSON file; the reader holds several of them. */
const jsonOptions = `maximum_object_size=${16 << 20}, ${ownColumns}`;

const textColumns = (names: readonly string[]) =>
  names.map((name) => ({ name, nativeType: "text", datatype: "string", nullable: true }));

async function formatOf(file: FileReading): Promise<"parquet" | "text"> {
  const isPacked = (await compressionOf(file)) !== "none";
  const hasMagic = !isPacked && (await isParquet(file));
  if (file.format !== "auto") return file.format === "parquet" ? "parquet" : "text";
  return hasMagic || /\.parquet$/i.test(file.path) ? "parquet" : "text";
}

function textFormat(file: FileReading, sample: string): "csv" | "tsv" | "ndjson" | "json" {
  if (file.format !== "auto" && file.format !== "parquet" && file.format !== "xlsx") return file.format;
  const name = file.path.replace(/\.(gz|gzip|zst|zstd)$/i, "");
  if (/\.(ndjson|jsonl)$/i.test(name)) return "ndjson";
  if (/\.json$/i.test(name)) return "json";
  if (/\.tsv$/i.test(name)) return "tsv";
  if (/\.csv$/i.test(name)) return "csv";
  const first = sample.trimStart()[0];
  return first === "[" ? "json" : first === "{" ? "ndjson" : "csv";
}

function csvFile(file: FileReading, plain: PlainFile, format: "csv" | "tsv"): ReadableFile {
  const delimiter = file.delimiter ?? (format === "tsv" ? "\t" : undefined);
  const dialect = csvDialect(plain.sample, { delimiter, quote: file.quote, header: file.header });
  if (dialect.columns.length === 0) throw new AppError("file-empty", { file: file.label });
  const columns = dialect.columns.map((c) => `${literal(c)}: 'VARCHAR'`).join(", ");
  // The reader holds twice the longest line for each file, so small files are given less.
  const lineBytes = Math.min(mostLineBytes, Math.max(plain.bytes + 2, 1 << 12));
  const lines = plain.sample.split("\n").length - 1;
  return {
    path: plain.path,
    from: `read_csv(${literal(plain.path)}, auto_detect=false, header=${dialect.header}, delim=${literal(dialect.delimiter)},
      quote=${literal(dialect.quote)}, escape=${literal(dialect.quote)}, nullstr='', allow_quoted_nulls=false, strict_mode=true,
      max_line_size=${lineBytes}, buffer_size=${2 * lineBytes}, ${ownColumns}, columns={${columns}})`,
    facts: {
      table: file.table,
      format: "csv",
      compression: plain.compression,
      encoding: plain.encoding,
      delimiter: dialect.delimiter,
      quote: dialect.quote,
      header: dialect.header,
      columns: textColumns(dialect.columns),
      estimatedRows: Math.max(
        0,
        Math.round((lines * plain.bytes) / Math.max(1, Buffer.byteLength(plain.sample))) -
          (dialect.header ? 1 : 0),
      ),
    },
  };
}

/** Whether a JSON text that begins with an object has one object a line. */
const isLineDelimited = (sample: string): boolean => {
  try {
    JSON.parse(sample.trimStart().split("\n", 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
};

async function jsonFile(
  engine: LockedEngine,
  file: FileReading,
  plain: PlainFile,
  format: "ndjson" | "json",
): Promise<ReadableFile> {
  if (plain.sample.trim() === "") throw new AppError("file-empty", { file: file.label });
  const shape =
    format === "ndjson"
      ? "newline_delimited"
      : plain.sample.trimStart().startsWith("[")
        ? "array"
        : isLineDelimited(plain.sample)
          ? "newline_delimited"
          : "unstructured";
  const objects = `read_json_objects(${literal(plain.path)}, format='${shape}', ${jsonOptions})`;
  // Every record is looked at: a key that appears late is a column too. Values stay text, so that long
  // integers are not rounded; fractions have the precision of a double, as JSON's numbers do in the reader.
  const keys = await engine
    .rows(
      `select key, min((n, place)) as first from (
         select unnest(json_keys(json)) as key, generate_subscripts(json_keys(json), 1) as place, n
         from (select json, row_number() over () as n from ${objects})
       ) group by key order by first`,
    )
    .catch((error: unknown) => {
      throw fileError(error, file.label, "json") ?? error;
    });
  const names = keys.map((k) => String(k.key));
  if (names.length === 0) {
    throw new AppError("file-unreadable", { file: file.label, format: "JSON", detail: "{}" });
  }
  const columns = names.map((c) => `${literal(c)}: 'VARCHAR'`).join(", ");
  return {
    path: plain.path,
    from: `read_json(${literal(plain.path)}, format='${shape}', ${jsonOptions}, columns={${columns}})`,
    facts: {
      table: file.table,
      format,
      compression: plain.compression,
      encoding: plain.encoding,
      columns: textColumns(names),
    },
  };
}

async function parquetFile(engine: LockedEngine, file: FileReading): Promise<ReadableFile> {
  const from = `read_parquet(${literal(file.path)}, ${ownColumns})`;
  try {
    const found = await engine.rows(`describe select * from ${from}`);
    const [rows] = await engine.rows(`select count(*) as n from ${from}`);
    return {
      path: file.path,
      from,
      facts: {
        table: file.table,
        format: "parquet",
        compression: "none",
        encoding: "binary",
        columns: found.map((c) => columnOf(String(c.column_name), String(c.column_type)).column),
        estimatedRows: Number(rows?.n),
      },
    };
  } catch (error) {
    throw fileError(error, file.label, "parquet") ?? error;
  }
}

async function workbookFile(file: FileReading, scratch: string, diskBytes: number): Promise<ReadableFile> {
  const csv = await sheetAsCsv(file, scratch, diskBytes);
  const reading: FileReading = { ...file, path: csv, compression: "none", encoding: "utf-8", quote: '"' };
  const plain = await plainFile(reading, scratch, diskBytes);
  const { facts, ...readable } = csvFile({ ...reading, delimiter: "," }, plain, "csv");
  return { ...readable, facts: { ...facts, format: "xlsx" } };
}

async function readableFile(
  engine: LockedEngine,
  file: FileReading,
  scratch: string,
  diskBytes: number,
): Promise<ReadableFile> {
  if ((await formatOf(file)) === "parquet") return parquetFile(engine, file);
  if (file.format === "xlsx" || (file.format === "auto" && (await isWorkbook(file)))) {
    return workbookFile(file, scratch, diskBytes);
  }
  const plain = await plainFile(file, scratch, diskBytes);
  if (plain.sample.trim() === "") throw new AppError("file-empty", { file: file.label });
  const format = textFormat(file, plain.sample);
  return format === "csv" || format === "tsv"
    ? csvFile(file, plain, format)
    : jsonFile(engine, file, plain, format);
}

const tablesOf = (files: readonly FileReading[]): ReadonlyMap<string, readonly FileReading[]> =>
  Map.groupBy(files, (file) => file.table);

/** Files of one table that are looked at to tell what it is; the others are taken to be alike. */
const inspectedFiles = 5;

export async function inspectFiles(
  engine: LockedEngine,
  task: Extract<Task, { kind: "inspect-files" }>,
  scratch: string,
  diskBytes: number,
): Promise<readonly FileFacts[]> {
  const tables: FileFacts[] = [];
  for (const files of tablesOf(task.files).values()) {
    const looked = files.slice(0, inspectedFiles);
    const parts: TablePart[] = [];
    for (const file of looked)
      parts.push({ file, readable: await readableFile(engine, file, scratch, diskBytes) });
    const facts = factsOf(parts, files.length / looked.length);
    if (facts) tables.push(facts);
  }
  return tables;
}

/** Runs a script over files as tables: only files that it may need are read, and after that nothing else can be opened. */
export async function runScriptOverFiles(
  engine: LockedEngine,
  task: Extract<Task, { kind: "script-over-files" }>,
  scratch: string,
  diskBytes: number,
): Promise<ScriptResult> {
  const tables = tablesOf(task.files);
  const { text, values } = bindParameters(task.script, "duckdb", task.parameters ?? []);
  await assertHarmless(engine, text, [...tables.keys()], task.place, Object.keys(values));
  const words = task.script.toLowerCase();
  const opened: TablePart[] = [];
  for (const [table, files] of tables) {
    if (!words.includes(table.toLowerCase())) continue;
    const parts: TablePart[] = [];
    for (const file of files)
      parts.push({ file, readable: await readableFile(engine, file, scratch, diskBytes) });
    await engine.connection.run(`create temp view ${quote(table)} as ${selectOf(parts)}`);
    opened.push(...parts);
  }
  if (task.output) await engine.connection.run(`attach ${literal(task.output.databaseFile)} as out`);
  await engine.lock(opened.map((o) => o.readable.path));
  try {
    const options = { sample: task.sample, values };
    return await runChecked(engine, text, task.place, task.output?.table, options);
  } catch (error) {
    const cause = error instanceof AppError ? error.cause : error;
    const message = cause instanceof Error ? cause.message : "";
    // A reader's error names the file it reads by its path.
    const failing =
      opened.find((o) => message.includes(o.readable.path)) ?? (opened.length === 1 ? opened[0] : undefined);
    const aboutFile = failing && fileError(cause, failing.file.label, failing.readable.facts.format);
    const isScripts = error instanceof AppError && error.code !== "script-failed";
    throw isScripts ? error : (aboutFile ?? error);
  }
}
