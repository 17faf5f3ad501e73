import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Command } from "commander";
import { config } from "#lib/config/server";
import type { SourceTable } from "#lib/contracts";
import { dataPool } from "#lib/engine/server";
import { AppError, errorMessage, newId } from "#lib/kernel";
import { type ChosenTable, firstDocument, slugOf } from "#lib/proposals";
import { tryToLook } from "#lib/proposals/server";
import { findSourceDefinition, tablePattern } from "#lib/sources";
import { bindSource, parseSourceOption, type SourceGiven } from "../bind-sources.ts";
import { counted } from "../counted.ts";
import { openStaging } from "../staging.ts";
import type { Terminal } from "../terminal.ts";

interface InitOptions {
  readonly source: readonly SourceGiven[];
  readonly tables: string;
  readonly out?: string;
}

/** One table after another, so that the source is not pressed and progress can be told. */
async function lookAtTables(
  source: Awaited<ReturnType<typeof bindSource>>,
  tables: readonly SourceTable[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<readonly ChosenTable[]> {
  const staging = await openStaging(newId());
  const { memory, threads } = config().engine;
  const data = dataPool({ size: 1, limits: { memory, threads, seconds: 300, diskBytes: 2 ** 40 } });
  try {
    const chosen: ChosenTable[] = [];
    for (const [at, table] of tables.entries()) {
      terminal.step(`Looking at ${table.name}`, at, tables.length);
      const options = { driver: source.driver, config: source.config, data, scratch: staging.folder, signal };
      const { rows, columns, problem } = await tryToLook(options, table);
      if (problem) terminal.say(`${table.name}: ${errorMessage(problem.toData(), "en")}`);
      chosen.push({
        table,
        rows,
        columns: new Map(columns.map(({ name, ...proposal }) => [name, proposal])),
      });
    }
    return chosen;
  } finally {
    await data.close();
    await staging.close();
  }
}

async function init(options: InitOptions, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const [given, ...others] = options.source;
  if (given === undefined || others.length > 0 || slugOf(given.name) !== given.name) {
    throw new AppError("request-invalid", {
      detail: "--source NAME=URL once, the name in lower-case letters, digits and hyphens",
    });
  }
  const source = await bindSource(given, process.cwd());
  terminal.step(`Looking at ${given.name}`, 0, 1);
  const found = (await source.driver.introspect(source.config, signal)).filter(tablePattern(options.tables));
  if (found.length === 0) throw new AppError("not-found", { what: "table", name: options.tables });
  const { document, tables, leftOut } = firstDocument(
    { name: given.name, identifierQuote: findSourceDefinition(source.kind)?.identifierQuote },
    await lookAtTables(source, found, terminal, signal),
  );
  const text = `${JSON.stringify(document, undefined, 2)}\n`;
  const columns = document.tables.reduce((sum, table) => sum + table.columns.length, 0);
  if (options.out === undefined) {
    terminal.result({ document }, [text.trimEnd()]);
    return;
  }
  const file = path.resolve(options.out);
  await writeFile(file, text, { flag: "wx" }).catch((cause: unknown) => {
    const taken = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    throw taken
      ? new AppError("name-taken", { name: file }, { cause })
      : new AppError("folder-read-only", { folder: path.dirname(file) }, { cause });
  });
  terminal.result({ file, tables: document.tables.length, columns }, [
    `Wrote ${options.out}: ${counted(document.tables.length, "table")}, ${counted(columns, "column")}.`,
    ...tables.map(({ name, rows, estimatedRows: all }) =>
      all === undefined
        ? `  ${name}: all rows were looked at (${rows}).`
        : `  ${name}: ${rows} of about ${Math.max(rows, all)} rows were looked at.`,
    ),
    ...leftOut.map(({ name, reason }) => `  ${name} is left out. ${reason.en}`),
    `Look at each class and rule: they are guesses from names and a sample. Then: etlx validate ${options.out}`,
  ]);
}

/** `etlx init --source NAME=URL`: a first document from what a database tells of itself. */
export const initCommand = (terminal: Terminal, signal: AbortSignal): Command =>
  new Command("init")
    .description(
      "Write a first module document from a source's tables, types, keys and a sample: what is not understood is left out.",
    )
    .requiredOption(
      "--source <name=url>",
      "the source: a URL, env:NAME, file:PATH or files of rows",
      parseSourceOption,
      [],
    )
    .option("--tables <pattern>", "only these tables, e.g. 'order*,customers'", "*")
    .option("--out <file>", "write it here instead of printing it; never overwrites")
    .option("--json", "one JSON object a line")
    .action((options: InitOptions) => init(options, terminal, signal));
