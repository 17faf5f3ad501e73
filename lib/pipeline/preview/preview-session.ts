import path from "node:path";
import { type ColumnPlan, type ModulePlan, type TablePlan, tableNames, tablePlan } from "#lib/compiler";
import { mostSampleRows, type Preview, type Sample } from "#lib/contracts";
import { type Engine, openEngine, type PythonPool } from "#lib/engine/server";
import { AppError, type ErrorData, newId, systemClock } from "#lib/kernel";
import {
  type ArtefactLookup,
  inheritClasses,
  type ModuleDocument,
  openValues,
  type TableDocument,
  usableDocument,
} from "#lib/metadata";
import { askingSeconds, upstreamsOf } from "#lib/sources";
import { name, sql } from "#lib/sql";
import { forgetGeneralization } from "../generalize.ts";
import type { BoundSource, Keys, ScriptOutput } from "../ports.ts";
import { type RunContext, type RunLimits, type RunState, tableState } from "../run-context.ts";
import { isChosenAfterwards } from "./choose-rows.ts";
import { clusterMade, profileMade } from "./made-tables.ts";
import { neededTables, reaches } from "./needed-tables.ts";
import { previewParameters } from "./preview-parameters.ts";
import { previewPorts } from "./preview-ports.ts";
import type {
  MadeClusterRequest,
  MadeClusters,
  MadeProfile,
  PreviewRequest,
  TableRequest,
} from "./preview-request.ts";
import { type CleansedTables, runToStage } from "./run-to-stage.ts";
import { samplePlan } from "./sample-plan.ts";
import { Recent } from "./stacks/recent.ts";
import { splitPlan } from "./stacks/split-plan.ts";
import { type CleansedStack, type LoneRows, StackStore } from "./stacks/stack-store.ts";
import type { RawTable } from "./stage-stacks.ts";
import { type KnownFigures, viewStage } from "./stage-view.ts";
import { hashOf, type LookLimit, lookLimit, TableLooks } from "./table-looks.ts";
import { assertTable, obstaclesOf } from "./usable-table.ts";

type SourceColumns = Readonly<Record<string, readonly string[]>>;

export interface PreviewSessionOptions {
  /** Private, 0700, for what spills and for scripts' inputs; made and removed by the caller. */
  readonly folder: string;
  /** Made for this session and thrown away with it. */
  readonly keys: Keys;
  readonly limits: RunLimits;
  readonly signal: AbortSignal;
  /** Sandboxes for Python scripts. */
  readonly python?: PythonPool;
}

/**
 * One person's looks at one module: rows of its sources as far as they were read, in an engine in memory, on which any
 * stage is run again when a rule changes. Its keys are its own, so nothing it shows says anything of real pseudonyms.
 */
export class PreviewSession implements CleansedTables {
  readonly #engine: Engine;
  readonly #options: PreviewSessionOptions;
  readonly #looks = new TableLooks();
  readonly #state: RunState;
  /** What Cleanse made each table's rows of. */
  readonly #cleansed = new Map<string, string>();
  readonly #store: StackStore;
  readonly #known: KnownFigures = { figures: new Recent(), quality: new Recent(), rawNulls: new Recent() };
  /** What each script has printed when it ran the last time. */
  readonly #outputs = new Map<string, ScriptOutput>();
  #zones: ModulePlan["timeZones"] = {};
  /** The columns that the data had the last time, and where it came from. */
  #expected: { readonly origins: string; readonly columns: SourceColumns } | undefined;

  private constructor(engine: Engine, options: PreviewSessionOptions) {
    this.#engine = engine;
    this.#options = options;
    this.#store = new StackStore(engine);
    this.#state = {
      startedAt: systemClock.now().toISOString(),
      contentHash: "",
      sources: [],
      tables: {},
      keyIds: {},
      files: [],
      copies: [],
    };
  }

  static async open(options: PreviewSessionOptions): Promise<PreviewSession> {
    const { memory, threads } = options.limits;
    const engine = await openEngine({
      file: path.join(options.folder, "preview.duckdb"),
      inMemory: true,
      ordered: true,
      memory,
      threads,
      material: (domain, purpose) => options.keys.material(domain, purpose),
      signal: options.signal,
    });
    for (const schema of tableNames.schemas)
      await engine.execute(sql`create schema if not exists ${name(schema)}`);
    return new PreviewSession(engine, options);
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  isDue(table: TablePlan, stacks: readonly CleansedStack[]): boolean {
    return this.#cleansed.get(table.name) !== this.#cleansing(table, stacks);
  }

  done(table: TablePlan, stacks: readonly CleansedStack[]): void {
    this.#cleansed.set(table.name, this.#cleansing(table, stacks));
  }

  forget(table: TablePlan): void {
    this.#cleansed.delete(table.name);
  }

  rowsOf(table: TablePlan, lone: readonly ColumnPlan[]): LoneRows {
    return {
      table,
      lone,
      staged: new Map(this.#looks.columns(table.name).map((column) => [column.name, column])),
      rows: this.#looks.mark(table.name),
      zone: this.#zones[table.document.extraction?.source ?? ""] ?? "UTC",
    };
  }

  /** What a table's cleansed rows follow from. */
  #cleansing({ document, ...plan }: TablePlan, stacks: readonly CleansedStack[]): string {
    const source = document.extraction?.source ?? "";
    return hashOf([
      plan,
      this.#zones[source] ?? null,
      this.#looks.mark(plan.name),
      stacks.map(({ mark }) => mark),
    ]);
  }

  #context(
    document: ModuleDocument,
    plan: ModulePlan,
    sources: readonly BoundSource[],
    sample: Sample,
  ): RunContext {
    const { keys, limits, signal, folder } = this.#options;
    return {
      request: {
        runId: newId(),
        kind: "trial",
        document,
        sample: sample.rows,
        mostQuerySeconds: askingSeconds,
        keep: path.join(folder, "fetched"),
        parameters: previewParameters(document),
        ports: previewPorts(keys, sources, folder, this.#options.python, async (output) => {
          this.#outputs.set(JSON.stringify([output.stage, output.table, output.column]), output);
        }),
        signal,
        limits,
      },
      // Nothing of a preview is described from its document.
      kept: document,
      plan,
      engine: this.#engine,
      state: this.#state,
      contentHash: "",
      upstreams: upstreamsOf(sources),
    };
  }

  /** A table as its transformation leaves it: what is looked at there, no rule of a column has seen. */
  async #make(request: TableRequest, sources: readonly BoundSource[]) {
    const found = new Map(request.values);
    await this.#read({ ...request, stage: "transform", sample: wholeLook }, sources, (one) => found.get(one));
    const { table } = request;
    return { table, columns: this.#looks.columns(table), isComplete: this.#looks.isComplete(table) };
  }

  /** Counts the columns of a transformed table: no value leaves the engine. @throws AppError as `preview` */
  async profile(request: TableRequest, sources: readonly BoundSource[]): Promise<MadeProfile> {
    return profileMade(this.#engine, await this.#make(request, sources));
  }

  /** Values of a transformed column that look like one. @throws AppError as `preview`, and `merges-too-many` */
  async clusters(request: MadeClusterRequest, sources: readonly BoundSource[]): Promise<MadeClusters> {
    const made = await this.#make(request, sources);
    return { ...(await clusterMade(this.#engine, made, request)), isComplete: made.isComplete };
  }

  /** What scripts have printed, those that failed too: for eyes that may see raw data. */
  outputs(): readonly ScriptOutput[] {
    return [...this.#outputs.values()];
  }

  /** @throws AppError where the table cannot be read at all */
  async preview(request: PreviewRequest, sources: readonly BoundSource[]): Promise<Preview> {
    const started = performance.now();
    const { table, sample } = request;
    const found = new Map(request.values);
    const artefacts = (artefact: string) => found.get(artefact);
    const { document, errors, needed, narrowed, reading, isAsked } = await this.#read(
      request,
      sources,
      artefacts,
    );
    const isTransformed = reaches(request.stage, "transform");
    const usable = openValues(document, artefacts).document;
    const isSplit = !isTransformed && narrowed.tables.some((one) => one.name === table && one.transformation);
    const ran = isSplit ? this.#looks.rows(table) : await this.#setRows(reading, table, sample, needed);
    const isWhole = ran === this.#looks.rows(table) && this.#looks.isComplete(table);
    const plan = samplePlan(usable, needed, (one) => (one === table ? isWhole : this.#looks.isComplete(one)));
    const target = tablePlan(plan, table);
    if (!target) throw new AppError("not-found", { what: "table", name: table });
    this.#zones = plan.timeZones;
    const split = splitPlan(plan);
    const together = tablePlan(split.together, table) ?? target;
    const context = this.#context(narrowed, split.together, sources, sample);
    for (const one of needed) {
      const state = tableState(context, one);
      state.columns = this.#looks.columns(one);
      state.transformed = one === table ? ran : this.#looks.rows(one);
    }
    const { lone } = split;
    const { stage } = request;
    const reached = await runToStage({
      context,
      target: together,
      lone,
      stage,
      tables: this,
      store: this.#store,
    });
    try {
      const view = await viewStage({
        engine: this.#engine,
        table: target,
        together,
        request,
        stage: reached.stage,
        stacks: reached.stacks,
        numberOf: (column) => this.#store.numberOf(table, column),
        raw: this.#raw(table, isSplit),
        isSplit,
        ran,
        numbers: isSplit ? undefined : this.#looks.numbers(table),
        violated: tableState(context, table).flags,
        known: this.#known,
      });
      return {
        table,
        stage: reached.stage,
        compare: request.compare,
        raw: request.sight === "raw",
        sample: {
          kind: sample.kind,
          rows: view.total,
          looked: this.#looks.rows(table),
          complete: this.#looks.isComplete(table),
        },
        others: [...needed]
          .filter((one) => one !== table)
          .map((one) => ({ table: one, rows: this.#looks.rows(one), complete: this.#looks.isComplete(one) })),
        ...view.shown,
        offset: request.offset,
        obstacles: obstaclesOf(request.document, errors, needed).map((one) => ({
          ...one,
          path: [...one.path],
        })),
        ...(reached.stopped ? { stopped: plainError(reached.stopped) } : {}),
        printed: this.outputs().reduce((sum, { bytes }) => sum + bytes, 0),
        warm: !isAsked,
        milliseconds: Math.round(performance.now() - started),
      };
    } finally {
      await forgetGeneralization(context);
      await this.#store.sweep();
      for (const one of Object.values(this.#known)) one.age();
    }
  }

  /**
   * Reads what is not there of the tables that a stage needs. Which these are, and what of their columns can be used, the
   * document says together with the columns that the data has: where it turns out to have others, it is asked again.
   */
  async #read(
    request: TableRequest & Pick<PreviewRequest, "stage" | "sample">,
    sources: readonly BoundSource[],
    artefacts: ArtefactLookup,
  ) {
    const { table, stage, sample } = request;
    const isTransformed = reaches(stage, "transform");
    const origins = hashOf([
      originsIn(request.document),
      sources.map(({ name: own, config }) => [own, config]),
    ]);
    let columns: SourceColumns = this.#expected?.origins === origins ? this.#expected.columns : {};
    for (let isAsked = false; ; ) {
      const upstreams = upstreamsOf(sources);
      const beside = { artefacts, upstreams, ...(isTransformed ? { sourceColumns: columns } : {}) };
      const { document: usable, errors } = usableDocument(request.document, beside);
      const document = inheritClasses(assertTable(usable, table, errors), upstreams);
      const needed = neededTables(document, table, stage);
      const narrowed = { ...document, tables: document.tables.filter(({ name: own }) => needed.has(own)) };
      const reading = this.#context(narrowed, emptyPlan(document), sources, sample);
      const bindings = bindingOf(document, sources);
      isAsked = (await this.#looks.take(reading, limitFor(table, sample), bindings)) || isAsked;
      if (isTransformed) await this.#looks.transform(reading);
      const found = isTransformed ? this.#sourceColumns(needed) : {};
      const isKnown = Object.entries(found).every(
        ([one, own]) => hashOf(own) === hashOf(columns[one] ?? null),
      );
      if (isKnown) {
        if (isTransformed) this.#expected = { origins, columns };
        return { document, errors, needed, narrowed, reading, isAsked };
      }
      columns = { ...columns, ...found };
    }
  }

  /** The rows that the target's cells are compared with in the end, as the source or the transformation gave them. */
  #raw(table: string, isSplit: boolean): RawTable {
    const looks = this.#looks;
    return {
      relation: isSplit ? tableNames.extracted(table) : tableNames.transformed(table),
      columns: isSplit ? looks.extractedColumns(table) : looks.columns(table),
      mark: hashOf(isSplit ? ["extracted", looks.version(table)] : looks.mark(table)),
    };
  }

  #sourceColumns(needed: ReadonlySet<string>): SourceColumns {
    return Object.fromEntries(
      Object.entries(this.#looks.sourceColumns()).filter(([table]) => needed.has(table)),
    );
  }

  /** Lets a sample stand for the table and all that was looked at for the others; answers the table's rows. */
  async #setRows(
    context: RunContext,
    table: string,
    sample: Sample,
    needed: ReadonlySet<string>,
  ): Promise<number> {
    for (const one of needed)
      await this.#looks.show(context, one, one === table && !isChosenAfterwards(sample) ? sample : undefined);
    return this.#engine.count(sql`select count(*) from ${tableNames.transformed(table)}`);
  }
}

const plainError = ({ code, params, place = {} }: ErrorData): NonNullable<Preview["stopped"]> => ({
  code,
  params: { ...params },
  place: Object.fromEntries(
    Object.entries(place).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  ),
});

/** Chooses among all rows that are looked at. */
const wholeLook: Sample = { kind: "random", rows: mostSampleRows, seed: 1 };

/** A first sample reads what it shows; any other chooses among the rows of a larger look, of which half is enough. */
const limitFor =
  (table: string, sample: Sample) =>
  (one: TableDocument): LookLimit => {
    if (one.name === table && sample.kind === "first" && !one.transformation)
      return { wanted: sample.rows, enough: sample.rows };
    const wanted = lookLimit(one);
    return { wanted, enough: Math.ceil(wanted / 2) };
  };

const emptyPlan = ({ name: module }: ModuleDocument): ModulePlan => ({
  module,
  hierarchies: [],
  tables: [],
  timeZones: {},
});

/** All of a document that says where data comes from and what it is made into: everything but columns. */
const originsIn = (json: unknown): string =>
  JSON.stringify(json, (key, value: unknown) => (key === "columns" ? undefined : value)) ?? "";

/** Which source a table's rows came from: another binding of the same name is another source. */
const bindingOf = (document: ModuleDocument, sources: readonly BoundSource[]) => (source: string) => {
  const bound = sources.find(({ name: own }) => own === source);
  const ref = document.sources.find(({ name: own }) => own === source)?.ref ?? "";
  // The newest version is another one by and by.
  const version = upstreamsOf(bound ? [bound] : []).get(source)?.versionId ?? "";
  return bound ? hashOf([ref, bound.kind, bound.driver.fingerprint(bound.config), version]) : "";
};
