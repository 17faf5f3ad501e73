import path from "node:path";
import { duckdbType } from "#lib/column-rules";
import { type ManifestTable, parseColumnType, type SourceColumn } from "#lib/contracts";
import { AppError, type Text } from "#lib/kernel";
import type { Intake } from "#lib/sources";
import { name, sql } from "#lib/sql";
import type { ExtractionScript, StoreReader } from "#lib/stores";
import { type OpenSource, openSource } from "../../open-source.ts";
import type { RunContext } from "../../run-context.ts";
import { pythonIntake } from "../python-extraction.ts";
import { compareRows } from "./compare-rows.ts";
import type { RecordFile } from "./upload-tables.ts";

const table = name("read_back");

interface Returned {
  readonly file: RecordFile;
  readonly script: ExtractionScript;
  readonly reader: StoreReader;
}

const differs = (store: string, named: string, text: Text) =>
  new AppError(
    "upload-differs",
    { table: named, store, ...text },
    { place: { stage: "upload", table: named } },
  );

const typeNameOf = (datatype: string): string => parseColumnType(datatype)?.name ?? "string";

/** The same columns, of the same types; a decimal's digits are compared with its values. */
function assertColumns(store: string, expected: ManifestTable, found: readonly SourceColumn[]): void {
  const fail = (text: Text) => differs(store, expected.name, text);
  for (const [index, { name: wanted, datatype }] of expected.columns.entries()) {
    const column = found[index];
    if (column?.name !== wanted)
      throw fail({
        en: `its column ${index + 1} must be ${wanted}${column ? `, not ${column.name}` : ""}.`,
        ru: `колонкой ${index + 1} должна быть ${wanted}${column ? `, а не ${column.name}` : ""}.`,
      });
    if (typeNameOf(column.datatype) !== typeNameOf(datatype))
      throw fail({
        en: `the column ${wanted} must be of the type ${datatype}, not ${column.datatype}.`,
        ru: `тип колонки ${wanted} должен быть ${datatype}, а не ${column.datatype}.`,
      });
  }
  const extra = found[expected.columns.length];
  if (extra)
    throw fail({
      en: `it has a column more, ${extra.name}.`,
      ru: `в нём лишняя колонка ${extra.name}.`,
    });
}

/** Puts the rows into the engine; binary in the source's notation. */
async function land({ engine }: RunContext, intake: Intake): Promise<void> {
  if (intake.kind === "database") {
    await engine.withDatabase(intake.file, "returned", () =>
      engine.execute(
        sql`create or replace table ${table} as select * from ${name("returned", "main", intake.table)}`,
      ),
    );
    return;
  }
  const columns = intake.columns.map((column) => {
    const type = parseColumnType(column.datatype) ?? { name: "string" as const };
    return { name: column.name, type: duckdbType(type.name === "binary" ? { name: "string" } : type) };
  });
  await engine.load(table, columns, intake.stream);
}

/** The rows of a returned script, whose columns are looked at as early as they are known. */
async function read(
  context: RunContext,
  { file: { table: expected }, script }: Returned,
  source: OpenSource,
  enough: number,
): Promise<Intake> {
  if (script.language === "sql") {
    const { session } = source;
    assertColumns(script.source, expected, await session.describe(expected.name, script.text));
    return session.extract(expected.name, script.text);
  }
  const extraction = { language: script.language, source: script.source, script: script.text };
  const named = { name: expected.name, publish: true, columns: [], extraction };
  const intake = await pythonIntake(context, named, source, enough);
  assertColumns(script.source, expected, intake.columns);
  return intake;
}

/** An error of the reading, as an error of the script that was returned: the source's own words stay in `cause`. */
function unreadable(error: unknown, store: string, named: string): AppError {
  if (error instanceof AppError && (error.definition.transient || error.code === "run-cancelled"))
    return error;
  const place = { stage: "upload", table: named };
  if (error instanceof AppError && error.code === "engine-failed")
    return differs(store, named, {
      en: "a value is none of its column's type.",
      ru: "значение не подходит к типу колонки.",
    });
  const detail = error instanceof AppError ? error.message : "–";
  return new AppError("upload-read-back-failed", { table: named, store, detail }, { cause: error, place });
}

/**
 * Runs a returned script with the credential that can only read, in a session that only reads, and compares its rows with the
 * record's as a multiset. @throws AppError `upload-read-back-failed`, `upload-differs`
 */
export async function readBack(context: RunContext, { file, script, reader }: Returned): Promise<void> {
  const { engine, request } = context;
  const { ports, document, runId } = request;
  const { table: expected } = file;
  const store = script.source;
  const driver = ports.sourceDriver?.(reader.kind);
  if (!driver) throw new TypeError("asked before the run began");
  const rows = expected.counts.published;
  // One more than there should be tells that there are more, however many.
  const enough = rows + 1;
  engine.at({ stage: "upload", table: expected.name });
  try {
    const source = await openSource(reader.kind, request.signal, (signal) =>
      driver.open(reader.config, {
        runName: `etl-express ${document.name} ${runId.slice(0, 8)}`,
        signal,
        scratch: path.join(ports.artefacts.staging, "read-back"),
        // A script in Python may look at more on its way to its rows: what it answers is cut instead.
        ...(script.language === "sql" ? { sample: enough } : {}),
      }),
    );
    try {
      await land(context, await read(context, { file, script, reader }, source, enough));
      const { missing, extra } = await compareRows(engine, table, file);
      if (missing > 0 || extra > 0)
        throw differs(store, expected.name, {
          en: `of ${rows} rows ${missing} are missing or other, and ${extra} rows are there that should not.`,
          ru: `из ${rows} строк нет или отличаются ${missing}, лишних строк — ${extra}.`,
        });
    } finally {
      await source.session.close();
    }
  } catch (error) {
    if (error instanceof AppError && error.code === "upload-differs") throw error;
    throw unreadable(error, store, expected.name);
  } finally {
    await engine.execute(sql`drop table if exists ${table}`);
  }
  ports.journal.emit({
    level: "info",
    kind: "message",
    stage: "upload",
    table: expected.name,
    rows,
    message: "upload-read-back",
    params: { store, rows },
  });
}
