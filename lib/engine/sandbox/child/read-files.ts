import { AppError } from "#lib/kernel";
import type { FileFacts, FileReading } from "#lib/sources";
import { duckdbQuoting } from "#lib/sql";
import type { ScriptResult, Task } from "../protocol.ts";
import { columnOf } from "./column-types.ts";
import { csvDialect } from "./csv-dialect.ts";
import { fileError } from "./file-error.ts";
import type { LockedEngine } from "./locked-engine.ts";
import { compressionOf, isParquet, mostLineBytes, type PlainFile, plainFile } from "./plain-file.ts";
import { assertHarmless, runChecked } from "./run-script.ts";

const { name: quote, literal } = duckdbQuoting;
/** The largest object of a JSON file; the reader holds several of them. */
const jsonOptions = `maximum_object_size=${16 << 20}`;

interface ReadableFile {
  readonly facts: FileFacts;
  readonly path: string;
  /** A table expression of the engine. */
  readonly from: string;
}

const textColumns = (names: readonly string[]) =>
  names.map((name) => ({ name, nativeType: "text", datatype: "string", nullable: true }));

async function formatOf(file: FileReading): Promise<"parquet" | "text"> {
  const isPacked = (await compressionOf(file)) !== "none";
  const hasMagic = !isPacked && (await isParquet(file));
  if (file.format !== "auto") return file.format === "parquet" ? "parquet" : "text";
  return hasMagic || /\.parquet$/i.test(file.path) ? "parquet" : "text";
}

function textFormat(file: FileReading, sample: string): "csv" | "tsv" | "ndjson" | "json" {
  if (file.format !== "auto" && file.format !== "parquet") return file.format;
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
      max_line_size=${lineBytes}, buffer_size=${2 * lineBytes}, columns={${columns}})`,
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
      `select key, min(n) as first from (
         select unnest(json_keys(json)) as key, row_number() over () as n from ${objects}
       ) group by key order by first, key`,
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
  const from = `read_parquet(${literal(file.path)})`;
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

async function readableFile(
  engine: LockedEngine,
  file: FileReading,
  scratch: string,
  diskBytes: number,
): Promise<ReadableFile> {
  if ((await formatOf(file)) === "parquet") return parquetFile(engine, file);
  const plain = await plainFile(file, scratch, diskBytes);
  if (plain.sample.trim() === "") throw new AppError("file-empty", { file: file.label });
  const format = textFormat(file, plain.sample);
  return format === "csv" || format === "tsv"
    ? csvFile(file, plain, format)
    : jsonFile(engine, file, plain, format);
}

export async function inspectFiles(
  engine: LockedEngine,
  task: Extract<Task, { kind: "inspect-files" }>,
  scratch: string,
  diskBytes: number,
): Promise<readonly FileFacts[]> {
  const facts: FileFacts[] = [];
  for (const file of task.files) facts.push((await readableFile(engine, file, scratch, diskBytes)).facts);
  return facts;
}

/** Runs a script over files as tables: only files that it may need are read, and after that nothing else can be opened. */
export async function runScriptOverFiles(
  engine: LockedEngine,
  task: Extract<Task, { kind: "script-over-files" }>,
  scratch: string,
  diskBytes: number,
): Promise<ScriptResult> {
  const tables = task.files.map((f) => f.table);
  await assertHarmless(engine, task.script, tables, task.place);
  const words = task.script.toLowerCase();
  const needed = task.files.filter((f) => words.includes(f.table.toLowerCase()));
  const opened: { file: FileReading; readable: ReadableFile }[] = [];
  for (const file of needed) {
    const readable = await readableFile(engine, file, scratch, diskBytes);
    opened.push({ file, readable });
    await engine.connection.run(`create temp view ${quote(file.table)} as select * from ${readable.from}`);
  }
  if (task.output) await engine.connection.run(`attach ${literal(task.output.databaseFile)} as out`);
  await engine.lock(opened.map((o) => o.readable.path));
  try {
    return await runChecked(engine, task.script, task.place, task.output?.table, task.sample);
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
