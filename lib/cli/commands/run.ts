import { stat } from "node:fs/promises";
import path from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { config } from "#lib/config/server";
import { type GivenParameters, type Reports, undecidedColumns } from "#lib/contracts";
import type { PythonPool } from "#lib/engine/server";
import { AppError, newId, systemClock } from "#lib/kernel";
import { derivedKeys, throwAwayKeys } from "#lib/keys/server";
import type { ModuleDocument } from "#lib/metadata";
import { type Keys, type RunOutcome, runPipeline, scriptPool } from "#lib/pipeline/server";
import { resolveParameters } from "#lib/schedules";
import { parseSourceOption, type SourceGiven } from "../bind-sources.ts";
import { counted } from "../counted.ts";
import { demoOrders } from "../demo-source.ts";
import { clearFolder, folderPorts } from "../folder-ports.ts";
import { keyOf, knownKey } from "../key-of.ts";
import { openSources } from "../open-sources.ts";
import { positive } from "../positive.ts";
import { readDocument } from "../read-document.ts";
import { openStaging } from "../staging.ts";
import type { Terminal } from "../terminal.ts";

interface RunOptions {
  readonly source: readonly SourceGiven[];
  readonly keyFile?: string;
  readonly sample?: number;
  readonly out?: string;
  readonly quarantine?: string;
  readonly demoOrders: number;
  readonly unsandboxedPython?: boolean;
  readonly parameter: GivenParameters;
}

/** `NAME=VALUE`, several times; the value may hold anything. */
function parseParameter(text: string, before: GivenParameters): GivenParameters {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("Write NAME=VALUE.");
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );

/** The key file that was given, or the installation's own, made when first needed. Trials get keys that are thrown away. */
async function keysFor(options: RunOptions, terminal: Terminal): Promise<Keys> {
  if (options.keyFile === undefined && options.out === undefined) return throwAwayKeys();
  return derivedKeys(await keyOf(options.keyFile, terminal));
}

const columns = ["extracted", "transformed", "published", "rejected", "deduplicated", "suppressed"] as const;

/** The tables that a version has; one that only feeds others publishes no row and loses none. */
const publishedTables = ({ quality }: Reports, document: ModuleDocument) =>
  quality.tables.filter(({ name }) => document.tables.some((table) => table.name === name && table.publish));

function countLines(tables: ReturnType<typeof publishedTables>): readonly string[] {
  const width = Math.max(5, ...tables.map(({ name }) => name.length));
  const row = (name: string, cells: readonly (string | number)[]) =>
    name.padEnd(width) + cells.map((cell) => String(cell).padStart(14)).join("");
  return [
    row("table", columns),
    ...tables.map(({ name, counts }) =>
      row(
        name,
        columns.map((column) => counts[column]),
      ),
    ),
  ];
}

/** What somebody has to decide before the version counts as free of identifiers: the profile was chosen, and a run cannot tell. */
function warnings({ privacy: { safeHarbor } }: Reports): readonly string[] {
  const columns = safeHarbor?.chosen ? undecidedColumns(safeHarbor) : [];
  if (columns.length === 0) return [];
  return [
    "Warning: HIPAA Safe Harbor is undecided. Of these columns nobody knows whether they hold identifiers:",
    ...columns.map(
      ({ table, column, codes, reasons }) =>
        `  ${table}.${column} (${codes.join(", ")}): ${reasons.map(({ en }) => en).join("; ")}`,
    ),
    "Decide for each: leave it out, choose a rule that takes identifiers out, or have somebody who knows its values answer for it.",
  ];
}

function show(
  terminal: Terminal,
  document: ModuleDocument,
  outcome: RunOutcome,
  out: string | undefined,
): void {
  for (const line of warnings(outcome.reports)) terminal.say(line);
  const tables = publishedTables(outcome.reports, document);
  const counts = Object.fromEntries(tables.map((table) => [table.name, table.counts]));
  if (outcome.kind === "trial" || out === undefined) {
    terminal.result({ kind: "trial", counts }, [
      ...countLines(tables),
      "A trial: nothing was written. Give --out DIR for files.",
    ]);
    return;
  }
  const files = outcome.manifest.tables.map(({ file, sha256 }) => ({ file: path.join(out, file), sha256 }));
  terminal.result(
    { kind: "published", number: outcome.number, versionId: outcome.versionId, out, counts, files },
    [
      ...countLines(tables),
      `Version ${outcome.number} is in ${out}: ${counted(files.length, "table")}, manifest.json, metadata.jsonld, croissant.json.`,
    ],
  );
}

async function run(
  file: string,
  options: RunOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const { document, values } = await readDocument(file, await knownKey(options.keyFile), options.source);
  const instant = { at: systemClock.now(), timeZone: "UTC" };
  const parameters = resolveParameters(document.parameters ?? [], options.parameter, instant);
  if (!parameters.ok) {
    const [first] = parameters.error;
    throw new AppError(first?.code ?? "request-invalid", first?.params ?? {}, { place: first?.place ?? {} });
  }
  const runId = newId();
  const out = options.out === undefined ? undefined : path.resolve(options.out);
  const made = out !== undefined && !(await exists(out));
  const staging = await openStaging(runId);
  let python: PythonPool | undefined;
  try {
    const keys = await keysFor(options, terminal);
    const { sources, close } = await openSources(document, file, options, terminal, signal);
    try {
      const ports = folderPorts({
        runId,
        module: document.name,
        out: out ?? staging.folder,
        staging: staging.folder,
        ...(options.quarantine === undefined ? {} : { quarantine: path.resolve(options.quarantine) }),
        keys,
        values,
        sources,
        signal,
        onEvent: (event) => terminal.event(event),
      });
      const { memory, threads } = config().engine;
      python = scriptPool({
        environment: config().data.python,
        scratch: staging.folder,
        // Whoever starts it here decides about this machine.
        policy: async () => ({ allowUnsandboxed: options.unsandboxedPython === true }),
      });
      const outcome = await runPipeline({
        runId,
        kind: out === undefined ? "trial" : "publication",
        document,
        sample: options.sample,
        parameters: parameters.value,
        ports: { ...ports, python },
        signal,
        limits: { memory, threads, scriptSeconds: 3600 },
      });
      show(terminal, document, outcome, out);
    } catch (error) {
      if (out !== undefined) await clearFolder(out, runId, made);
      throw error;
    } finally {
      await python?.close();
      await close();
    }
  } finally {
    await staging.close();
  }
}

/** `etlx run FILE`: a document's whole pipeline on plain folders, with no web process and no database of ours. */
export const runCommand = (terminal: Terminal, signal: AbortSignal): Command =>
  new Command("run")
    .description(
      "Run a module document and write a version into a folder; without --out, a trial that only counts.",
    )
    .argument("<file>", "module document, *.module.jsonld")
    .option(
      "--source <name=url>",
      "where a source is: a URL, env:NAME, file:PATH, files of rows, or version:FOLDER of a published version",
      parseSourceOption,
      [],
    )
    .option("--key-file <file>", "key of pseudonyms (etlx key new); otherwise one kept in the data folder")
    .option("--sample <rows>", "read at most this many rows a table", positive)
    .option(
      "--parameter <name=value>",
      "a value of a parameter of the document; a date may be a day, as yesterday (in UTC)",
      parseParameter,
      {},
    )
    .option("--out <dir>", "where the version goes")
    .option("--quarantine <dir>", "write rejected rows, raw, readable by you alone")
    .option("--demo-orders <rows>", "size of the demo shop when it is made", positive, demoOrders)
    .option(
      "--unsandboxed-python",
      "run Python scripts where there is no sandbox: they can read all that you can",
    )
    .option("--json", "one JSON object a line")
    .action((file: string, options: RunOptions) => run(file, options, terminal, signal));
