import { createHash, createHmac } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { DuckDBInstance } from "@duckdb/node-api";
import type { NewRunEvent, SourceColumn, StageId } from "#lib/contracts";
import type { PythonPool } from "#lib/engine/server";
import type { ModuleDocument } from "#lib/metadata";
import { moduleDocumentSchema } from "#lib/metadata";
import type { Artefacts, BoundSource, BoundStore, Keys, Ports, RunOutcome } from "#lib/pipeline";
import type { PublishCandidate } from "#lib/pipeline/server";
import { runPipeline } from "#lib/pipeline/server";
import type { SourceDriver } from "#lib/sources";

/** Rows of a source table: text or null per column, as a database's CSV gives them. */
export interface SourceRows {
  readonly columns: readonly (string | { readonly name: string; readonly datatype: string })[];
  readonly rows: readonly (readonly (string | null)[])[];
}

export type SourceData = Readonly<Record<string, SourceRows>>;

const columnsOf = (table: SourceRows): SourceColumn[] =>
  table.columns.map((column) => {
    const { name, datatype } = typeof column === "string" ? { name: column, datatype: "string" } : column;
    return { name, datatype, nativeType: datatype, nullable: true };
  });

const csvCell = (value: string | null): string => (value === null ? "" : `"${value.replaceAll('"', '""')}"`);

/** A source that streams given rows as CSV; its scripts are table names. */
function rowsSource(data: SourceData): SourceDriver {
  const table = (script: string): SourceRows => {
    const found = data[script];
    if (!found) throw new Error(`the test has no table ${script}`);
    return found;
  };
  return {
    test: async () => ({ server: "rows", warnings: [] }),
    introspect: async () => [],
    fingerprint: () => "rows",
    open: async (_config, options) => ({
      snapshotAt: new Date(0),
      describe: async (_table, script) => columnsOf(table(script)),
      estimateRows: async (_table, script) => table(script).rows.length,
      extract: async (_table, script) => {
        const { rows } = table(script);
        const taken = options.sample === undefined ? rows : rows.slice(0, options.sample);
        return {
          kind: "csv",
          columns: columnsOf(table(script)),
          stream: Readable.from(taken.map((row) => `${row.map(csvCell).join(",")}\n`)),
        };
      },
      sampleScript: async (target) => ("script" in target ? target.script : target.name),
      cost: () => ({ queries: 0, rows: 0, bytes: 0, seconds: 0, longestQuerySeconds: 0 }),
      close: async () => undefined,
    }),
  };
}

/** Rows as the source that documents of `testDocument` read. */
export const boundRows = (data: SourceData): BoundSource => ({
  name: "rows",
  kind: "rows",
  driver: rowsSource(data),
  config: {},
});

/** Keys that are the same in every test; another `seed` gives a workspace that shares no pseudonym with the first. */
export const testKeys = (seed = "test"): Keys => ({
  material: async (domain, purpose) =>
    createHmac("sha256", `${seed} key of at least 128 bits`).update(`${domain}\0${purpose}`).digest(),
  keyId: async () => `key-${seed}`,
});

export interface HarnessOptions {
  readonly kind?: "trial" | "publication";
  readonly seed?: string;
  /** Values that the document refers to. */
  readonly values?: Artefacts["values"];
  /** Real sources beside the given rows. */
  readonly sources?: readonly BoundSource[];
  /** Sandboxes for Python scripts. */
  readonly python?: PythonPool;
  /** Gets what scripts print. */
  readonly scriptOutput?: Artefacts["scriptOutput"];
  /** Other keys than those of the seed. */
  readonly keys?: Keys;
  readonly sample?: number;
  readonly threads?: number;
  readonly memory?: string;
  /** What a script may take. */
  readonly scriptSeconds?: number;
  readonly stores?: readonly BoundStore[];
  /** Reads back what upload scripts write. */
  readonly sourceDriver?: Ports["sourceDriver"];
  /** Gets the events, of a run that fails too. */
  readonly events?: NewRunEvent[];
  /** Asked whether the run may go on; throws where it may not. */
  readonly assertOwned?: () => Promise<void>;
  /** The version that the run's will follow. */
  readonly previous?: Awaited<ReturnType<Ports["registry"]["previous"]>>;
  /** Called when a stage starts; may throw, to stop a run where a worker would die. */
  readonly onStage?: (stage: StageId) => void;
  /** Called when a stage has done its work and nobody knows yet; may throw too. */
  readonly onStageDone?: (stage: StageId) => void;
}

export interface HarnessRun {
  readonly outcome: RunOutcome;
  readonly events: readonly NewRunEvent[];
  readonly folder: string;
  /** How the version is read back. */
  readonly extraction: PublishCandidate["extraction"];
  /** The documents that a version is published with. */
  readonly metadata?: { readonly jsonld: string; readonly croissant: string };
  /** How far sources were read, as a version keeps it. */
  readonly watermarks: ReadonlyMap<string, string>;
  /** Published rows of a table, as JSON objects, in the file's order. */
  rows(table: string): Promise<readonly Record<string, unknown>[]>;
  quarantine(table: string): Promise<readonly Record<string, unknown>[]>;
}

async function readParquet(file: string): Promise<readonly Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(`from read_parquet('${file.replaceAll("'", "''")}')`);
  const rows = reader.getRowObjectsJson();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

/** A module folder in which documents run on given rows; runs share staging, so that a stopped one can go on. */
export class PipelineHarness {
  readonly folder: string;
  readonly #finished = new Map<StageId, unknown>();
  #runs = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(): Promise<PipelineHarness> {
    return new PipelineHarness(await mkdtemp(path.join(tmpdir(), "etlx-pipeline-")));
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  /** Of the run that was started last. */
  get runId(): string {
    return `00000000-0000-4000-8000-${String(this.#runs).padStart(12, "0")}`;
  }

  /** As if the worker had died in a stage, after its work and before its end was written down. */
  forget(stage: StageId): void {
    this.#finished.delete(stage);
  }

  /** Runs a document. `resume` goes on from the stages an earlier, stopped call had finished. */
  async run(
    document: ModuleDocument,
    data: SourceData,
    options: HarnessOptions & { resume?: boolean } = {},
  ): Promise<HarnessRun> {
    if (!options.resume) {
      this.#finished.clear();
      this.#runs += 1;
    }
    const folder = path.join(this.folder, `run-${this.#runs}`);
    const events: NewRunEvent[] = options.events ?? [];
    let metadata: HarnessRun["metadata"];
    let watermarks: ReadonlyMap<string, string> = new Map();
    const onDescribe = (described: NonNullable<typeof metadata>, read: ReadonlyMap<string, string>) => {
      metadata = described;
      watermarks = read;
    };
    const candidates: PublishCandidate[] = [];
    const outcome = await runPipeline({
      runId: this.runId,
      kind: options.kind ?? "publication",
      document,
      sample: options.sample,
      ports: {
        ...this.#ports(folder, data, events, options, onDescribe, candidates),
        ...(options.python ? { python: options.python } : {}),
        ...(options.sourceDriver ? { sourceDriver: options.sourceDriver } : {}),
      },
      signal: new AbortController().signal,
      limits: {
        memory: options.memory ?? "512MB",
        threads: options.threads ?? 2,
        scriptSeconds: options.scriptSeconds ?? 60,
      },
    });
    const file = (name: string) => path.join(folder, "out", name);
    return {
      outcome,
      events,
      folder,
      extraction: candidates[0]?.extraction ?? [],
      ...(metadata ? { metadata } : {}),
      watermarks,
      rows: (table) => readParquet(file(`${table}.parquet`)),
      quarantine: (table) => readParquet(file(`quarantine-${table}.parquet`)),
    };
  }

  #ports(
    folder: string,
    data: SourceData,
    events: NewRunEvent[],
    options: HarnessOptions,
    onDescribe: (described: NonNullable<HarnessRun["metadata"]>, read: ReadonlyMap<string, string>) => void,
    candidates: PublishCandidate[],
  ): Ports {
    const out = path.join(folder, "out");
    const finished = this.#finished;
    return {
      journal: {
        attempt: 1,
        emit: (event) => void events.push(event),
        finished: async () => new Map(finished),
        startStage: async (stage) => options.onStage?.(stage),
        finishStage: async (stage, state) => {
          options.onStageDone?.(stage);
          finished.set(stage, structuredClone(state));
        },
        assertOwned: async () => options.assertOwned?.(),
      },
      registry: {
        kind: options.kind ?? "publication",
        assertApproved: async () => undefined,
        previous: async () => options.previous,
        publish: async (candidate) => {
          onDescribe(candidate.describe(1), candidate.watermarks);
          candidates.push(candidate);
          return { number: 1 };
        },
        addresses: (number) => ({
          module: "https://data.example.org/m/test",
          version: `https://data.example.org/m/test/v/${number}`,
          file: (name) => `https://data.example.org/m/test/v/${number}/files/${name}`,
        }),
      },
      keys: options.keys ?? testKeys(options.seed),
      artefacts: {
        staging: path.join(folder, "staging"),
        ...(options.values ? { values: options.values } : {}),
        ...(options.scriptOutput ? { scriptOutput: options.scriptOutput } : {}),
        keep: async (from, fileName) => {
          await mkdir(out, { recursive: true });
          const target = path.join(out, fileName);
          await copyFile(from, target);
          const sha256 = createHash("sha256")
            .update(await readFile(target))
            .digest("hex");
          return { sha256, bytes: (await stat(target)).size, path: target };
        },
        quarantine: async (table, from) => {
          await mkdir(out, { recursive: true });
          await copyFile(from, path.join(out, `quarantine-${table}.parquet`));
        },
      },
      sources: [boundRows(data), ...(options.sources ?? [])],
      stores: options.stores ?? [],
    };
  }
}

/** A module document over the harness's source: `tables` with what a test needs, the rest filled in. */
export function testDocument(
  tables: readonly Record<string, unknown>[],
  extra: Record<string, unknown> = {},
): ModuleDocument {
  return moduleDocumentSchema.parse({
    "@type": "DataModule",
    format: 2,
    name: "test",
    sources: [{ name: "rows", ref: "rows" }],
    tables: tables.map((table) => ({
      ...(table.extraction === null
        ? {}
        : { extraction: { language: "sql", source: "rows", script: String(table.name) } }),
      ...Object.fromEntries(
        Object.entries(table).filter(([key, value]) => key !== "extraction" || value !== null),
      ),
    })),
    ...extra,
  });
}

/** An insensitive column that is published as it is cleansed. */
export const plain = (name: string, datatype = "string", rest: Record<string, unknown> = {}) => ({
  name,
  datatype,
  privacyClass: "insensitive",
  ...rest,
});
