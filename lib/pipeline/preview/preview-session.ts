import path from "node:path";
import { type ModulePlan, type TablePlan, tableNames, tablePlan } from "#lib/compiler";
import { type Diagnostic, formatColumnType, mostSampleRows, type Preview, type Sample } from "#lib/contracts";
import { type Engine, openEngine } from "#lib/engine/server";
import { AppError, type ErrorData, newId, systemClock } from "#lib/kernel";
import { type ModuleDocument, openValues, type TableDocument, usableDocument } from "#lib/metadata";
import { name, type Sql, sql } from "#lib/sql";
import { forgetGeneralization } from "../generalize.ts";
import type { BoundSource, Keys, Ports } from "../ports.ts";
import { type RunContext, type RunLimits, type RunState, tableState } from "../run-context.ts";
import { isChosenAfterwards, rowsToRun, rowsToShow, shown } from "./choose-rows.ts";
import { clusterMade, profileMade } from "./made-tables.ts";
import { neededTables, reaches } from "./needed-tables.ts";
import type {
  MadeClusterRequest,
  MadeClusters,
  MadeProfile,
  PreviewRequest,
  TableRequest,
} from "./preview-request.ts";
import { profileColumns } from "./profile-columns.ts";
import { countFates, countRules, createFates, readPage } from "./read-page.ts";
import { type CleansedTables, runToStage } from "./run-to-stage.ts";
import { samplePlan } from "./sample-plan.ts";
import { createShown, createShownBefore, describeColumn, shownColumns } from "./stage-view.ts";
import { hashOf, lookLimit, TableLooks } from "./table-looks.ts";

export interface PreviewSessionOptions {
  /** Private, 0700, for what spills and for scripts' inputs; made and removed by the caller. */
  readonly folder: string;
  /** Made for this session and thrown away with it. */
  readonly keys: Keys;
  readonly limits: RunLimits;
  readonly signal: AbortSignal;
}

/** The errors that a document has, with the table they are of: what stands in the way of seeing more of one table. */
function obstaclesOf(
  json: unknown,
  errors: readonly Diagnostic[],
  needed: ReadonlySet<string>,
): Diagnostic[] {
  const tables: unknown = typeof json === "object" && json !== null && "tables" in json ? json.tables : [];
  const nameAt = (index: number): unknown => {
    const table: unknown = Array.isArray(tables) ? tables[index] : undefined;
    return typeof table === "object" && table !== null && "name" in table ? table.name : undefined;
  };
  return errors.filter(({ path: at }) => {
    if (at[0] === "upload") return false;
    if (at[0] !== "tables" || typeof at[1] !== "number") return true;
    const table = nameAt(at[1]);
    return typeof table !== "string" || needed.has(table);
  });
}

function assertTable(
  document: ModuleDocument | undefined,
  table: string,
  errors: readonly Diagnostic[],
): ModuleDocument {
  if (document?.tables.some(({ name: own }) => own === table)) return document;
  const [first] = errors;
  if (!first) throw new AppError("not-found", { what: "table", name: table });
  const at = first.path.join("/");
  throw new AppError(
    "document-invalid",
    { count: errors.length, path: at === "" ? "/" : at, detail: first.message.en },
    { place: { path: at } },
  );
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
  /** The rows of each table that stand for it now, and what Cleanse made of which. */
  readonly #rows = new Map<string, string>();
  readonly #cleansed = new Map<string, string>();
  #zones: ModulePlan["timeZones"] = {};

  private constructor(engine: Engine, options: PreviewSessionOptions) {
    this.#engine = engine;
    this.#options = options;
    this.#state = {
      startedAt: systemClock.now().toISOString(),
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

  isDue(table: TablePlan): boolean {
    return this.#cleansed.get(table.name) !== this.#cleansing(table);
  }

  done(table: TablePlan): void {
    this.#cleansed.set(table.name, this.#cleansing(table));
  }

  forget(table: TablePlan): void {
    this.#cleansed.delete(table.name);
  }

  /** What a table's cleansed rows follow from. */
  #cleansing({ document, ...plan }: TablePlan): string {
    const source = document.extraction?.source ?? "";
    return hashOf([plan, this.#zones[source] ?? null, this.#rows.get(plan.name) ?? null]);
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
        ports: previewPorts(keys, sources, folder),
        signal,
        limits,
      },
      // Nothing of a preview is described from its document.
      kept: document,
      plan,
      engine: this.#engine,
      state: this.#state,
      contentHash: "",
    };
  }

  /** Reads what a stage of a table needs and is not there, and runs the transformations that are due. */
  async #lookAt(
    { document: json, values, table }: TableRequest,
    sources: readonly BoundSource[],
    stage: Preview["stage"],
    sample: Sample,
  ) {
    const found = new Map(values);
    const artefacts = (artefact: string) => found.get(artefact);
    const first = usableDocument(json, { artefacts });
    const document = assertTable(first.document, table, first.errors);
    const needed = neededTables(document, table, stage);
    const narrowed = { ...document, tables: document.tables.filter(({ name: own }) => needed.has(own)) };
    const noPlan: ModulePlan = { module: document.name, hierarchies: [], tables: [], timeZones: {} };
    const reading = this.#context(narrowed, noPlan, sources, sample);
    const isAsked = await this.#looks.take(reading, limitFor(table, sample), bindingOf(document, sources));
    if (reaches(stage, "transform")) await this.#looks.transform(reading);
    return { artefacts, first, needed, narrowed, reading, isAsked };
  }

  /** A table as its transformation leaves it: what is looked at there, no rule of a column has seen. */
  async #make(request: TableRequest, sources: readonly BoundSource[]) {
    await this.#lookAt(request, sources, "transform", wholeLook);
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

  /** @throws AppError where the table cannot be read at all */
  async preview(request: PreviewRequest, sources: readonly BoundSource[]): Promise<Preview> {
    const started = performance.now();
    const { table, sample } = request;
    const stage = request.stage;
    const isTransformed = reaches(stage, "transform");
    const { artefacts, first, needed, narrowed, reading, isAsked } = await this.#lookAt(
      request,
      sources,
      stage,
      sample,
    );
    const known = isTransformed
      ? usableDocument(request.document, { artefacts, sourceColumns: this.#sourceColumns(needed) })
      : first;
    const usable = openValues(assertTable(known.document, table, known.errors), artefacts).document;
    const isSplit = !isTransformed && narrowed.tables.some((one) => one.name === table && one.transformation);
    const ran = isSplit ? this.#looks.rows(table) : await this.#setRows(reading, table, sample, needed);
    const isWhole = ran === this.#looks.rows(table) && this.#looks.isComplete(table);
    const plan = samplePlan(usable, needed, (one) => (one === table ? isWhole : this.#looks.isComplete(one)));
    const target = tablePlan(plan, table);
    if (!target) throw new AppError("not-found", { what: "table", name: table });
    this.#zones = plan.timeZones;
    const context = this.#context(narrowed, plan, sources, sample);
    for (const one of needed) {
      const state = tableState(context, one);
      state.columns = this.#looks.columns(one);
      state.transformed = one === table ? ran : this.#looks.rows(one);
    }
    const reached = await runToStage(context, target, stage, this);
    try {
      const view = await this.#view(context, target, request, reached.stage, isSplit);
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
        obstacles: obstaclesOf(request.document, known.errors, needed).map((one) => ({
          ...one,
          path: [...one.path],
        })),
        ...(reached.stopped ? { stopped: plainError(reached.stopped) } : {}),
        warm: !isAsked,
        milliseconds: Math.round(performance.now() - started),
      };
    } finally {
      await forgetGeneralization(context);
    }
  }

  #sourceColumns(needed: ReadonlySet<string>): Readonly<Record<string, readonly string[]>> {
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
    for (const one of needed) {
      const isTarget = one === table;
      const rows = hashOf([
        this.#looks.version(one),
        isTarget && !isChosenAfterwards(sample) ? sample : null,
      ]);
      if (this.#rows.get(one) === rows) continue;
      this.#rows.delete(one);
      await this.#looks.show(context, one);
      if (isTarget && !isChosenAfterwards(sample))
        await this.#engine.execute(
          sql`delete from ${tableNames.transformed(one)} where rowid not in (${rowsToRun(one, sample, this.#looks.columns(one))})`,
        );
      this.#rows.set(one, rows);
    }
    return this.#engine.count(sql`select count(*) from ${tableNames.transformed(table)}`);
  }

  async #view(
    context: RunContext,
    table: TablePlan,
    request: PreviewRequest,
    stage: Preview["stage"],
    isSplit: boolean,
  ) {
    const engine = this.#engine;
    const { compare, sight, sample, offset, limit } = request;
    const isCleansed = reaches(stage, "cleanse");
    const rawTable: Sql = isSplit ? tableNames.extracted(table.name) : tableNames.transformed(table.name);
    const staged = isSplit ? this.#looks.extractedColumns(table.name) : this.#looks.columns(table.name);
    const chosen = isSplit
      ? sql`select rowid as "__row" from ${rawTable} order by 1 limit ${sample.rows}`
      : rowsToShow(table, sample, isCleansed);
    await engine.execute(sql`create or replace table ${shown} as ${chosen}`);
    await engine.execute(createFates(table, isCleansed));
    const columns = shownColumns(table, stage, compare, sight, staged);
    const hasBefore = isCleansed && sight === "raw" && columns.length > 0;
    await engine.execute(createShown(table, stage, rawTable, columns));
    if (hasBefore) await engine.execute(createShownBefore(table, stage, compare, rawTable, columns, staged));
    const counts = await countFates(engine, table);
    const total = Object.values(counts).reduce((sum, rows) => sum + rows, 0);
    const violated = tableState(context, table.name).flags;
    const profiles = await profileColumns({
      engine,
      table,
      rawTable,
      columns,
      rows: total,
      kept: counts.kept,
      isCleansed,
      isRaw: sight === "raw",
    });
    const rows = await readPage({
      engine,
      table,
      columns: columns.length,
      offset,
      limit,
      isCleansed,
      hasBefore,
    });
    return {
      total,
      shown: {
        columnsIn: staged.map((column) => ({ name: column.name, datatype: formatColumnType(column.type) })),
        columns: columns.map((column, index) => ({
          ...describeColumn(column),
          profile: profiles[index] ?? { nullAfter: 0, valid: 0, error: 0, empty: 0 },
        })),
        rows: [...rows],
        counts,
        rules: isCleansed ? [...(await countRules(engine, table, violated))] : [],
      },
    };
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

/** A first sample reads what it shows; any other chooses among the rows of a larger look. */
const limitFor =
  (table: string, sample: Sample) =>
  (one: TableDocument): number =>
    one.name === table && sample.kind === "first" && !one.transformation ? sample.rows : lookLimit(one);

/** Which source a table's rows came from: another binding of the same name is another source. */
const bindingOf = (document: ModuleDocument, sources: readonly BoundSource[]) => (source: string) => {
  const bound = sources.find(({ name: own }) => own === source);
  const ref = document.sources.find(({ name: own }) => own === source)?.ref ?? "";
  return bound ? hashOf([ref, bound.kind, bound.driver.fingerprint(bound.config)]) : "";
};

/** A preview leaves nothing behind: no journal, no version, no quarantine. */
function previewPorts(keys: Keys, sources: readonly BoundSource[], folder: string): Ports {
  const unused = () => Promise.reject(new TypeError("a preview publishes nothing"));
  return {
    journal: {
      attempt: 1,
      emit: () => undefined,
      finished: async () => new Map(),
      startStage: async () => undefined,
      finishStage: async () => undefined,
      assertOwned: async () => undefined,
    },
    registry: {
      kind: "trial",
      assertApproved: async () => undefined,
      previous: async () => undefined,
      publish: unused,
      addresses: () => ({ module: "", version: "", file: () => "" }),
    },
    keys,
    artefacts: { staging: folder, keep: unused },
    sources,
    stores: [],
  };
}
