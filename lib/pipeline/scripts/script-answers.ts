import { duckdbType } from "#lib/column-rules";
import type { SourceColumn } from "#lib/contracts";
import { type PythonQuestion, ShownWords, scriptRefused } from "#lib/engine/server";
import type { TableDocument } from "#lib/metadata";
import { findSourceDefinition, type Intake, quotedTable } from "#lib/sources";
import { join, literal, name, type Sql, sql } from "#lib/sql";
import { assertAllCame, takeFitting } from "../fitting-intake.ts";
import type { OpenSource } from "../open-source.ts";
import type { RunContext } from "../run-context.ts";
import { scriptNames } from "./script-names.ts";
import { shownError } from "./shown-error.ts";

const asked = name("asked");

/** A column as pandas gets it: binary came as text in the source's notation. */
const asPandas = ({ name: column, datatype }: SourceColumn) =>
  datatype === "binary" ? sql`unhex(substr(${name(column)}, 3)) as ${name(column)}` : name(column);

/** Puts the rows that a source gives into a Parquet file, through the run's engine, with the types that a script in SQL would read. Answers how many. */
async function writeRows(
  context: RunContext,
  table: TableDocument,
  ask: (options: { readonly asText: boolean }) => Promise<Intake>,
  file: string,
): Promise<number> {
  const { engine } = context;
  let sent = 0;
  const write = (items: Sql, from: Sql) =>
    engine.execute(sql`copy (select ${items} from ${from}) to ${literal(file)} (format parquet)`);
  try {
    await takeFitting(context, table, ask, async (intake, columns) => {
      if (intake.kind === "database") {
        const rows = name("asked_of", "main", intake.table);
        await engine.withDatabase(intake.file, "asked_of", async () => {
          await write(sql`*`, rows);
          sent = await engine.count(sql`select count(*) from ${rows}`);
        });
        return rows;
      }
      await engine.load(
        asked,
        columns.map((column) => ({ name: column.name, type: duckdbType(column.type) })),
        intake.stream,
      );
      sent = await engine.count(sql`select count(*) from ${asked}`);
      assertAllCame(intake, sent, table.name);
      await write(join(intake.columns.map(asPandas)), asked);
      return asked;
    });
    return sent;
  } finally {
    await engine.execute(sql`drop table if exists ${asked}`);
  }
}

/** Answers what a script asks its source: the product holds the connection, the script gets rows. */
export class ScriptAnswers {
  /** How many rows it has given, beside what lies at paths. */
  rows = 0;
  /** It has given what lies at a path: nobody knows how many rows that is. */
  hasGivenPaths = false;
  private readonly context: RunContext;
  private readonly table: TableDocument;
  private readonly source: OpenSource;
  private readonly words: ShownWords;
  private open: Promise<void> | undefined;

  constructor(context: RunContext, table: TableDocument, source: OpenSource) {
    this.context = context;
    this.table = table;
    this.source = source;
    this.words = new ShownWords(table.extraction?.script ?? "", scriptNames(context));
  }

  /** Writes the answer into a file. */
  readonly answer = (question: PythonQuestion, file: string): Promise<void> => {
    const work = question.ask === "get" ? this.get(question, file) : this.query(question, file);
    this.open = work.finally(() => {
      this.open = undefined;
    });
    return this.open;
  };

  /** Whose script has been stopped waits no more: a query of it must not go on. */
  async end(reason: unknown): Promise<void> {
    if (this.open === undefined) return;
    this.source.stop(reason);
    await this.open.catch(() => undefined);
  }

  private async get(question: PythonQuestion, file: string): Promise<void> {
    const { kind, session } = this.source;
    const place = { stage: "extract", table: this.table.name };
    if (!session.get) throw scriptRefused(place, "no-paths", { kind });
    const answer = await session.get(question.text, file).catch((error: unknown) => {
      throw this.shown(error, question);
    });
    if (answer !== "done")
      throw scriptRefused(place, answer === "unknown" ? "unknown-path" : "path-too-large");
    this.hasGivenPaths = true;
  }

  private async query(question: PythonQuestion, file: string): Promise<void> {
    const { ask, text } = question;
    const { kind, session } = this.source;
    const quote = findSourceDefinition(kind)?.identifierQuote;
    const statement = ask === "query" ? text : `select * from ${quotedTable({ name: text }, quote)}`;
    const extract = (options: { readonly asText: boolean }) =>
      session.extract(this.table.name, statement, options);
    try {
      this.rows += await writeRows(this.context, this.table, extract, file);
    } catch (error) {
      throw this.shown(error, question);
    }
  }

  /** What the source says of it is told as far as the script says it itself. */
  private shown(error: unknown, { ask, line }: PythonQuestion): unknown {
    const place = { stage: "extract", table: this.table.name, line: this.words.line(line) };
    return shownError(error, place, this.words, ask);
  }
}
