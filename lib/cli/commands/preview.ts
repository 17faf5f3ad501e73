import path from "node:path";
import { Command, Option } from "commander";
import { config } from "#lib/config/server";
import {
  mostSampleRows,
  type Preview,
  type PreviewRow,
  type PreviewStage,
  previewStageIds,
  type Sample,
  sampleSchema,
} from "#lib/contracts";
import { AppError, newId } from "#lib/kernel";
import { throwAwayKeys } from "#lib/keys/server";
import { usableDocument } from "#lib/metadata";
import { PreviewSession } from "#lib/pipeline/server";
import { parseSourceOption, type SourceGiven } from "../bind-sources.ts";
import { demoOrders } from "../demo-source.ts";
import { openKept } from "../kept-values.ts";
import { knownKey } from "../key-of.ts";
import { openSources } from "../open-sources.ts";
import { positive } from "../positive.ts";
import { readJson } from "../read-document.ts";
import { openStaging } from "../staging.ts";
import type { Terminal } from "../terminal.ts";
import { versionsGiven } from "../version-source.ts";

interface PreviewOptions {
  readonly source: readonly SourceGiven[];
  readonly table: string;
  readonly stage: PreviewStage;
  readonly sample: string;
  readonly rows: number;
  readonly compare: "stage" | "source";
  readonly demoOrders: number;
  readonly keyFile?: string;
}

/** Rows and columns that a terminal has room for; `--json` gives all. */
const shownRows = 20;
const shownColumns = 8;
const widest = 32;

/** `first`, `random`, `random:SEED`, `stratified:COLUMN`, `failing` or `key:VALUE`. */
function sampleOf(text: string, rows: number): Sample {
  const at = text.indexOf(":");
  const kind = at < 0 ? text : text.slice(0, at);
  const rest = at < 0 ? undefined : text.slice(at + 1);
  const named = { random: "seed", stratified: "column", key: "value" }[kind];
  const value = kind === "random" && rest !== undefined ? Number(rest) : rest;
  const parsed = sampleSchema.safeParse({
    kind,
    rows,
    ...(rest === undefined ? {} : { [named ?? "value"]: value }),
  });
  if (parsed.success) return parsed.data;
  throw new AppError("request-invalid", {
    detail: `--sample first, random[:SEED], stratified:COLUMN, failing or key:VALUE; --rows at most ${mostSampleRows}`,
  });
}

/** Control characters of the data would move the terminal's cursor. */
const plain = (text: string): string => text.replace(/\p{C}/gu, "·");

function cellText(row: PreviewRow, column: number, hidden: string | undefined): string {
  const value = row.after[column];
  const now =
    hidden ?? (value === null || value === undefined ? (row.fate === "kept" ? "null" : "–") : value);
  const before = row.before.find(([index]) => index === column);
  const text = plain(before ? `${before[1] ?? "null"} → ${now}` : now);
  return text.length > widest ? `${text.slice(0, widest - 1)}…` : text;
}

function reasonOf(preview: Preview, row: PreviewRow): string {
  const rule = preview.rules.find(({ ordinal }) => ordinal === row.reason);
  return rule ? `${row.fate}: ${[rule.column, rule.code, rule.rule].filter(Boolean).join(" ")}` : row.fate;
}

function tableLines(preview: Preview): readonly string[] {
  const columns = preview.columns.slice(0, shownColumns);
  const lines = [
    ["#", ...columns.map(({ name }) => plain(name)), "row"],
    ...preview.rows.map((row) => [
      String(row.number),
      ...columns.map(({ hidden }, index) => cellText(row, index, hidden)),
      reasonOf(preview, row),
    ]),
  ];
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function linesOf(preview: Preview): readonly string[] {
  const { sample, counts, stopped, obstacles } = preview;
  const more = preview.columns.length - shownColumns;
  const whole = sample.complete ? "the whole table" : "there are more";
  return [
    `${preview.table} after ${preview.stage}: a sample of ${sample.rows} rows (${sample.kind}) of ${sample.looked} looked at, ${whole}; keys thrown away`,
    `kept ${counts.kept}, rejected ${counts.rejected}, deduplicated ${counts.deduplicated}, suppressed ${counts.suppressed}`,
    ...tableLines(preview),
    ...(more > 0 ? [`and ${more} more columns: --json shows them`] : []),
    ...(sample.rows > preview.rows.length ? [`and ${sample.rows - preview.rows.length} more rows`] : []),
    ...(stopped
      ? [
          `stopped: ${stopped.code} ${Object.entries({ ...stopped.place, ...stopped.params })
            .map(([key, value]) => `${key} ${value}`)
            .join(", ")}`,
        ]
      : []),
    ...obstacles.map(({ code, path, message }) => `in the way: ${path.join("/")} ${code}: ${message.en}`),
  ];
}

async function preview(
  file: string,
  options: PreviewOptions & { readonly json?: boolean },
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const json = await readJson(file);
  const sample = sampleOf(options.sample, options.rows);
  const values = await openKept(file, json, await knownKey(options.keyFile));
  const { document } = usableDocument(json, {
    artefacts: (name) => values.get(name),
    upstreams: await versionsGiven(options.source, path.dirname(path.resolve(file))),
  });
  const staging = await openStaging(newId());
  try {
    const { sources, close } = document
      ? await openSources(document, file, { ...options, isPartial: true }, terminal, signal)
      : { sources: [], close: async () => undefined };
    try {
      const { memory, threads } = config().engine;
      const session = await PreviewSession.open({
        folder: staging.folder,
        keys: throwAwayKeys(),
        limits: { memory, threads, scriptSeconds: 60 },
        signal,
      });
      try {
        const answer = await session.preview(
          {
            document: json,
            values: [...values],
            table: options.table,
            stage: options.stage,
            sample,
            compare: options.compare,
            sight: "raw",
            offset: 0,
            limit: options.json ? sample.rows : shownRows,
          },
          sources,
        );
        terminal.result({ ...answer }, linesOf(answer));
      } finally {
        await session.close();
      }
    } finally {
      await close();
    }
  } finally {
    await staging.close();
  }
}

/** `etlx preview FILE --table T`: a table as a stage leaves it, on a sample, beside what it was before. */
export const previewCommand = (terminal: Terminal, signal: AbortSignal): Command =>
  new Command("preview")
    .description(
      "Show a table as a stage leaves it, on a sample; half-finished documents too. Shows raw values.",
    )
    .argument("<file>", "module document, *.module.jsonld")
    .requiredOption("--table <name>", "table of the document")
    .addOption(new Option("--stage <stage>", "last stage to run").choices(previewStageIds).default("protect"))
    .addOption(
      new Option("--compare <with>", "what values are shown beside")
        .choices(["stage", "source"])
        .default("source"),
    )
    .option("--rows <rows>", "rows of the sample", positive, 1000)
    .option("--sample <kind>", "first, random[:SEED], stratified:COLUMN, failing or key:VALUE", "first")
    .option(
      "--source <name=url>",
      "where a source is: a URL, env:NAME, file:PATH or files of rows",
      parseSourceOption,
      [],
    )
    .option("--demo-orders <rows>", "size of the demo shop when it is made", positive, demoOrders)
    .option("--key-file <file>", "the key of values that are kept beside the document")
    .option("--json", "one JSON object a line, with all rows and columns")
    .action((file: string, options: PreviewOptions) => preview(file, options, terminal, signal));
