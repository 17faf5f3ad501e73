import { createHash } from "node:crypto";
import { tableNames } from "#lib/compiler";
import type { Sample } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { type TableDocument, tablesRead } from "#lib/metadata";
import { type Sql, sql } from "#lib/sql";
import { type RunContext, type RunState, tableState } from "../run-context.ts";
import { readSource } from "../stages/extract.ts";
import { transformTables } from "../stages/transform.ts";
import { looked, rowsToRun } from "./choose-rows.ts";

/** What is there of a table. `state` numbers it, so that what was made of it can be told from what is not any more. */
interface Look {
  readonly origin: string;
  readonly limit: number;
  readonly rows: number;
  readonly isComplete: boolean;
  /** The scripts and tables that its transformed rows were made by. */
  readonly madeBy: string;
  readonly version: number;
  readonly columns: Columns;
  readonly extractedColumns: Columns;
}

type Columns = RunState["tables"][string]["columns"];

/** Rows of another table, or of one that is chosen from; fewer of a wide one, so that a look stays within memory. */
const mostLooked = 50_000;
const mostCells = 5_000_000;

/** How many rows are read where some have to be, and how many of those that are there will do. */
export interface LookLimit {
  readonly wanted: number;
  readonly enough: number;
}

export const lookLimit = (table: TableDocument): number =>
  Math.max(1000, Math.min(mostLooked, Math.floor(mostCells / Math.max(1, table.columns.length))));

/** The rows that stand for a table now. */
interface StandingRows {
  /** Names them. */
  readonly mark: string;
  /** Which rows of the look they are, in order; all where it is absent. */
  readonly numbers?: readonly number[];
}

/** The tables of a module as far as they were read: kept, so that another rule needs no other look at the source. */
export class TableLooks {
  readonly #looks = new Map<string, Look>();
  readonly #standing = new Map<string, StandingRows>();
  #versions = 0;

  /** Whether a table was read to its end. */
  isComplete(table: string): boolean {
    return this.#looks.get(table)?.isComplete ?? false;
  }

  rows(table: string): number {
    return this.#looks.get(table)?.rows ?? 0;
  }

  /** Changes whenever the transformed rows do. */
  version(table: string): number {
    return this.#looks.get(table)?.version ?? 0;
  }

  columns(table: string): Columns {
    return this.#looks.get(table)?.columns ?? [];
  }

  /** Columns as the source gave them. */
  extractedColumns(table: string): Columns {
    return this.#looks.get(table)?.extractedColumns ?? [];
  }

  /** Transformed columns of the tables that are there, by name. */
  sourceColumns(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(
      [...this.#looks].map(([table, look]) => [table, look.columns.map(({ name }) => name)]),
    );
  }

  /** Reads what is not there, as far as `limit` says for each table; answers whether a source was asked. */
  async take(
    context: RunContext,
    limit: (table: TableDocument) => LookLimit,
    bindingOf: (source: string) => string,
  ): Promise<boolean> {
    const originOf = (table: TableDocument) =>
      hashOf([table.extraction ?? null, bindingOf(table.extraction?.source ?? ""), parametersOf(context)]);
    const missing = context.request.document.tables.filter((table) => {
      const look = this.#looks.get(table.name);
      const isThere =
        look?.origin === originOf(table) && (look.isComplete || look.limit >= limit(table).enough);
      return table.extraction !== undefined && !isThere;
    });
    for (const table of missing) {
      const { wanted } = limit(table);
      this.#standing.delete(table.name);
      await this.#read(context, table, wanted);
      const { extracted, columns } = tableState(context, table.name);
      this.#looks.set(table.name, {
        origin: originOf(table),
        limit: wanted,
        rows: extracted,
        isComplete: extracted < wanted,
        madeBy: "",
        version: ++this.#versions,
        columns,
        extractedColumns: columns,
      });
      if (!table.transformation) await this.#keep(context, table.name);
    }
    return missing.length > 0;
  }

  async #read(context: RunContext, table: TableDocument, sample: number): Promise<void> {
    const { request } = context;
    const source = request.ports.sources.find(({ name }) => name === table.extraction?.source);
    if (!source) throw new AppError("source-binding-missing", { source: table.extraction?.source ?? "" });
    await readSource({ ...context, request: { ...request, sample } }, source, [table]);
  }

  /** Runs the transformations that are due: of tables whose rows, script or read tables are others than before. */
  async transform(context: RunContext): Promise<void> {
    const { document } = context.request;
    const made = (table: TableDocument) =>
      hashOf([
        table.transformation ?? null,
        parametersOf(context),
        this.#looks.get(table.name)?.origin ?? "",
        this.#looks.get(table.name)?.limit ?? 0,
        tablesRead(document, table).map((other) => [other, this.version(other)]),
      ]);
    for (const table of document.tables.filter(({ transformation }) => transformation))
      await this.#restore(context, table, made);
  }

  async #restore(
    context: RunContext,
    table: TableDocument,
    made: (table: TableDocument) => string,
  ): Promise<void> {
    const { document } = context.request;
    // Tables that it reads come first, so that their versions are known when its own is asked for.
    for (const other of document.tables)
      if (other.transformation && tablesRead(document, table).includes(other.name))
        await this.#restore(context, other, made);
    const before = this.#looks.get(table.name);
    if (before?.madeBy === made(table)) return;
    for (const other of tablesRead(document, table)) await this.show(context, other);
    this.#standing.delete(table.name);
    await transformTables(context, (name) => name === table.name);
    const { transformed, columns } = tableState(context, table.name);
    const reads = tablesRead(document, table);
    this.#looks.set(table.name, {
      origin: before?.origin ?? "",
      limit: before?.limit ?? 0,
      rows: transformed,
      isComplete: (before?.isComplete ?? true) && reads.every((other) => this.isComplete(other)),
      madeBy: made(table),
      version: ++this.#versions,
      columns,
      extractedColumns: before?.extractedColumns ?? [],
    });
    await this.#keep(context, table.name);
  }

  async #keep(context: RunContext, table: string): Promise<void> {
    await context.engine.execute(
      sql`create or replace table ${looked(table)} as select * from ${tableNames.transformed(table)}`,
    );
    this.#standing.set(table, { mark: this.#markOf(table) });
  }

  #markOf(table: string, sample?: Sample): string {
    return hashOf([this.version(table), sample ?? null]);
  }

  /** What names the rows that stand for a table. */
  mark(table: string): string {
    return this.#standing.get(table)?.mark ?? "";
  }

  /** Which rows of the look stand for a table; all where it is undefined. */
  numbers(table: string): readonly number[] | undefined {
    return this.#standing.get(table)?.numbers;
  }

  /** Lets a sample of the rows that were looked at stand for a table, or all of them. */
  async show(context: RunContext, table: string, wanted?: Sample): Promise<void> {
    const isAll = wanted?.kind === "first" && wanted.rows >= this.rows(table);
    const sample = isAll ? undefined : wanted;
    const mark = this.#markOf(table, sample);
    if (this.mark(table) === mark) return;
    this.#standing.delete(table);
    const numbers = sample && (await this.#choose(context, table, sample));
    const some = numbers ? sql` where ${isAmong(numbers, this.rows(table))}` : sql``;
    await context.engine.execute(
      sql`create or replace table ${tableNames.transformed(table)} as select * from ${looked(table)}${some}`,
    );
    this.#standing.set(table, { mark, ...(numbers ? { numbers } : {}) });
  }

  async #choose({ engine }: RunContext, table: string, sample: Sample): Promise<readonly number[]> {
    const chosen = rowsToRun(table, sample, this.columns(table));
    const [numbers = []] = await engine.columns(sql`select "__row" from (${chosen}) order by 1`);
    return numbers.map(Number);
  }
}

/** As bits: a list would be joined, and rows that went through a join have lost their order. */
function isAmong(rows: readonly number[], of: number): Sql {
  if (rows.at(-1) === rows.length - 1) return sql`rowid < ${rows.length}`;
  const wanted = new Set(rows);
  const bits = Array.from({ length: of }, (_, row) => (wanted.has(row) ? "1" : "0")).join("");
  return sql`get_bit(${bits}::bit, rowid::integer) = 1`;
}

/** Another day, or another default, is another look. */
const parametersOf = ({ request }: RunContext) => request.parameters ?? [];

export const hashOf = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex");
