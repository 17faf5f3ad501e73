import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { type Preview, type PreviewStage, type Sample, sampleSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { throwAwayKeys } from "#lib/keys/server";
import type { ModuleDocument } from "#lib/metadata";
import { boundRows, plain, type SourceData, testDocument } from "#lib/testing";
import { previewPool } from "./preview-pool.ts";
import type { PreviewRequest } from "./preview-request.ts";
import { PreviewSession } from "./preview-session.ts";

/**
 * Warm previews of a wide table: wall and processor seconds, and what the answer weighs. Three documents: few forms of
 * rules that many columns share, rules that differ in every column, and a person table with models. Of each, after a rule
 * of one column changed, and of another sample, for which all is made again.
 */

const columns = 1000;
const rows = 1000;
const limitSeconds = 1;
const rounds = 3;

type Column = Readonly<Record<string, unknown>>;

const kinds = [
  (name: string) => plain(name, "string", { normalize: [{ rule: "trim" }] }),
  (name: string) =>
    plain(name, "integer", { checks: [{ rule: "range", with: { minimum: 0, maximum: 900 } }] }),
  (name: string) =>
    plain(name, "date", { normalize: [{ rule: "parse-date", with: { formats: ["%d.%m.%Y"] } }] }),
  (name: string) => ({
    name,
    datatype: "string",
    privacyClass: "direct-identifier",
    normalize: [{ rule: "trim" }],
    anonymize: { rule: "pseudonymize" },
  }),
  (name: string) => ({
    name,
    datatype: "integer",
    privacyClass: "quasi-identifier",
    anonymize: { rule: "generalize-number", with: { width: 10 } },
  }),
];

/** The same with numbers of its own in each column. */
const ownKinds: readonly ((name: string, index: number) => Column)[] = [
  (name, index) =>
    plain(name, "string", {
      normalize: [{ rule: "trim" }],
      checks: [{ rule: "length", with: { maximum: 10 + index }, onViolation: "null" }],
    }),
  (name, index) =>
    plain(name, "integer", {
      checks: [{ rule: "range", with: { minimum: 0, maximum: 900 + index }, onViolation: "warn" }],
    }),
  (name, index) =>
    plain(name, "date", {
      normalize: [{ rule: "parse-date", with: { formats: ["%d.%m.%Y"] } }],
      nulls: { rule: "keep", tokens: [`none ${index}`] },
    }),
  (name, index) => ({
    name,
    datatype: "string",
    privacyClass: "direct-identifier",
    normalize: [{ rule: "trim" }],
    anonymize: { rule: "mask", with: { keepEnd: (index % 7) + 1 } },
  }),
  (name, index) => ({
    name,
    datatype: "integer",
    privacyClass: "sensitive",
    anonymize: { rule: "generalize-number", with: { width: index + 2 } },
  }),
];

const sixQuasi = new Set(["c4", "c9", "c14", "c19", "c24", "c29"]);

const edited = (edit: number): Column =>
  plain("c0", "string", {
    normalize: edit % 2 ? [{ rule: "trim" }] : [{ rule: "trim" }, { rule: "case", with: { to: "upper" } }],
  });

const wideTable = (edit: number, of: readonly ((name: string, index: number) => Column)[]): Column[] =>
  Array.from({ length: columns }, (_, index) =>
    index === 0 ? edited(edit) : (of[index % of.length]?.(`c${index}`, index) ?? plain(`c${index}`)),
  );

const documents: Readonly<Record<string, (edit: number) => ModuleDocument>> = {
  shared: (edit) => testDocument([{ name: "wide", columns: wideTable(edit, kinds) }]),
  own: (edit) => testDocument([{ name: "wide", columns: wideTable(edit, ownKinds) }]),
  models: (edit) =>
    testDocument([
      {
        name: "wide",
        columns: [
          { name: "id", datatype: "integer", privacyClass: "direct-identifier" },
          ...wideTable(edit, kinds).map((column) =>
            column.privacyClass === "quasi-identifier" && !sixQuasi.has(String(column.name))
              ? { ...column, privacyClass: "sensitive" }
              : column.privacyClass === "quasi-identifier"
                ? { ...column, anonymize: { rule: "generalize-number", with: { width: 500 } } }
                : column,
          ),
        ],
        primaryKey: {
          columns: ["id"],
          strategy: { rule: "pseudonymize" },
          onDuplicate: { winner: "first", order: [] },
        },
        privacy: { kAnonymity: 3, suppressionLimit: 1 },
      },
    ]),
};

const cell = (row: number, column: number): string => {
  const kind = column % kinds.length;
  if (kind === 2)
    return `${String((row % 28) + 1).padStart(2, "0")}.0${(row % 9) + 1}.19${String(50 + (row % 50))}`;
  return kind === 0 || kind === 3 ? ` v${(row * 7 + column) % 500} ` : String((row * 13 + column) % 1000);
};

/** Twice as many rows as are shown, so that there is something to choose from. */
const data: SourceData = {
  wide: {
    columns: ["id", ...Array.from({ length: columns }, (_, index) => `c${index}`)],
    rows: Array.from({ length: 2 * rows }, (_, row) => [
      String(row),
      ...Array.from({ length: columns }, (__, column) => cell(row, column)),
    ]),
  },
};

const requested = (
  document: ModuleDocument,
  stage: PreviewStage,
  sample: Sample,
  limit: number,
): PreviewRequest => ({
  document,
  values: [],
  table: "wide",
  stage,
  sample,
  compare: "stage",
  sight: "raw",
  offset: 0,
  limit,
});

interface Measured {
  readonly preview: Preview;
  readonly seconds: number;
  readonly cpu?: number;
}

async function measured(look: () => Promise<Preview>, isOurs = true): Promise<Measured> {
  const before = process.cpuUsage();
  const started = performance.now();
  const preview = await look();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { preview, seconds, ...(isOurs ? { cpu: (user + system) / 1e6 } : {}) };
}

function tell(label: string, all: readonly Measured[]): void {
  const best = all.toSorted((a, b) => a.seconds - b.seconds)[0];
  if (!best?.preview.warm) throw new Error("the source was read again");
  const { stopped } = best.preview;
  if (stopped) throw new Error(`stopped: ${stopped.code}`);
  const megabytes = JSON.stringify(best.preview).length / 1e6;
  const cpu = Math.min(...all.map((one) => one.cpu ?? Number.POSITIVE_INFINITY));
  const processor = Number.isFinite(cpu) ? `, processor ${cpu.toFixed(2)} s` : "";
  const isLate = best.seconds > limitSeconds ? "  late" : "";
  console.log(
    `${label.padEnd(48)} ${best.seconds.toFixed(2)} s${processor}, ${best.preview.sample.rows} rows, answer ${megabytes.toFixed(1)} MB${isLate}`,
  );
}

const sampleOf = (kind: "first" | "random" | "stratified" | "failing", seed = 1): Sample =>
  sampleSchema.parse({
    kind,
    rows,
    ...(kind === "random" ? { seed } : {}),
    ...(kind === "stratified" ? { column: "c1" } : {}),
  });

const folder = await mkdtemp(path.join(tmpdir(), "etlx-preview-bench-"));
const stages = ["extract", "cleanse", "keys", "anonymize", "protect"] as const;

async function benchDocument(label: string, document: (edit: number) => ModuleDocument): Promise<void> {
  const session = await PreviewSession.open({
    folder,
    keys: throwAwayKeys(),
    limits: { memory: "768MB", threads: Math.min(2, availableParallelism()), scriptSeconds: 60 },
    signal: new AbortController().signal,
  });
  let edit = 0;
  let seed = 10;
  const look = (stage: PreviewStage, sample: Sample, limit: number) =>
    session.preview(requested(document(edit), stage, sample, limit), [boundRows(data)]);
  try {
    // Rows are read once, for all that is chosen from them.
    await look("extract", sampleOf("random"), 1);
    for (const stage of stages) {
      for (const [name, limit] of [
        ["page of 100", 100],
        ["page of 1000", rows],
      ] as const) {
        await look(stage, sampleOf("first"), limit);
        const runs: Measured[] = [];
        for (let round = 0; round < rounds; round++) {
          edit++;
          runs.push(await measured(() => look(stage, sampleOf("first"), limit)));
        }
        tell(`${label}, ${stage}, a rule changed, ${name}`, runs);
      }
      const runs: Measured[] = [];
      for (let round = 0; round < rounds; round++) {
        const sample = sampleOf("random", seed++);
        runs.push(await measured(() => look(stage, sample, 100)));
      }
      tell(`${label}, ${stage}, another sample`, runs);
    }
    for (const kind of ["failing", "stratified"] as const) {
      const runs: Measured[] = [];
      for (let round = 0; round < rounds; round++) {
        edit++;
        runs.push(await measured(() => look("anonymize", sampleOf(kind), 100)));
      }
      tell(`${label}, anonymize, a rule changed, ${kind} rows`, runs);
    }
  } finally {
    await session.close();
  }
}

/** As somebody who looks at it waits for it: in a process of its own, that reads a file. */
async function benchPool(document: (edit: number) => ModuleDocument): Promise<void> {
  const csv = path.join(folder, "wide.csv");
  const { wide } = data;
  if (!wide) throw new TypeError("no rows");
  const lines = [wide.columns, ...wide.rows].map((row) => row.join(","));
  await writeFile(csv, lines.join("\n"));
  const previews = previewPool({
    root: path.join(folder, "pool"),
    tools: { network: { privateHosts: "all" } },
    uploadPath: () => Promise.reject(new AppError("not-found", { what: "upload", name: "" })),
    size: 1,
  });
  const sources = [
    {
      name: "rows",
      kind: "files",
      config: { files: [{ table: "wide", path: csv, format: "csv" }] },
    },
  ];
  const withScript = (edit: number) => {
    const { tables, ...rest } = document(edit);
    const read = { language: "sql" as const, source: "rows", script: "select * from wide" };
    return { ...rest, tables: tables.map((table) => ({ ...table, extraction: read })) };
  };
  try {
    for (const stage of stages) {
      const look = (edit: number) =>
        previews.preview("bench", requested(withScript(edit), stage, sampleOf("first"), 100), sources);
      await look(0);
      const runs: Measured[] = [];
      for (let edit = 1; edit <= rounds; edit++) runs.push(await measured(() => look(edit), false));
      tell(`in a process of its own, ${stage}, a rule changed`, runs);
    }
  } finally {
    await previews.close();
  }
}

try {
  const load = loadavg()[0]?.toFixed(1);
  console.log(
    `${columns} columns × ${rows} rows, warm, ${Math.min(2, availableParallelism())} threads; aim ${limitSeconds} s; load of the machine ${load}`,
  );
  const wanted = process.argv.slice(2);
  for (const [label, document] of Object.entries(documents))
    if (wanted.length === 0 || wanted.includes(label)) await benchDocument(label, document);
  const { shared } = documents;
  if (shared && (wanted.length === 0 || wanted.includes("pool"))) await benchPool(shared);
} finally {
  await rm(folder, { recursive: true, force: true });
}
