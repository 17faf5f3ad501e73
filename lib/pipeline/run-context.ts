import type { ModulePlan, StagedColumn } from "#lib/compiler";
import type {
  ColumnType,
  Manifest,
  ProvenanceReport,
  Reports,
  RunCause,
  RunKind,
  RunParameter,
  SourceCost,
  StageId,
  TableVerdict,
  Upstreams,
} from "#lib/contracts";
import type { Engine } from "#lib/engine";
import type { ModuleDocument } from "#lib/metadata";
import type { SourceFile } from "#lib/sources";
import type { ExtractionScript, StoredCopy } from "#lib/stores";
import type { Ports, StoredFile } from "./ports.ts";

export interface RunLimits {
  /** Memory of the engine, `512MB`. */
  readonly memory: string;
  readonly threads: number;
  /** Seconds a users' script may take. */
  readonly scriptSeconds: number;
}

export interface RunRequest {
  readonly runId: string;
  readonly kind: RunKind;
  readonly document: ModuleDocument;
  /** At most this many rows a table are read; the reports say so. */
  readonly sample?: number;
  /** Where sources may keep what they have fetched, for further looks. */
  readonly keep?: string;
  /** No query of a source takes longer, whatever it allows: somebody waits for it. */
  readonly mostQuerySeconds?: number;
  /** The values that scripts name; found before the run, so that a retry takes the same. */
  readonly parameters?: readonly RunParameter[];
  readonly ports: Ports;
  readonly signal: AbortSignal;
  readonly limits: RunLimits;
  /** Who and what stands behind the run, for its provenance. */
  readonly facts?: {
    readonly startedBy?: string | undefined;
    readonly revision?: number | undefined;
    /** Where it runs; the document is already as it is there. */
    readonly environment?: string | undefined;
    readonly cause?: RunCause | undefined;
  };
}

export type RunOutcome =
  | {
      readonly kind: "published";
      readonly number: number;
      readonly versionId: string;
      readonly manifest: Manifest;
      readonly reports: Reports;
      readonly files: readonly (StoredFile & { readonly table: string })[];
    }
  | { readonly kind: "trial"; readonly reports: Reports };

/** What is known of one table so far. Plain data: it is kept between stages and read again by a retry. */
export interface TableState {
  columns: readonly { readonly name: string; readonly type: ColumnType }[];
  extracted: number;
  transformed: number;
  /** Rows per flag bit: rules first, then "was null" per column. */
  flags: readonly number[];
  /** Rows per rule ordinal that were taken out, and by which stage. */
  removed: readonly { readonly ordinal: number; readonly stage: string; readonly rows: number }[];
  /** Rows per rule ordinal that were counted but stay: unique warnings, nulled and kept orphans, fitted nulls. */
  noted: Readonly<Record<number, number>>;
  olderWinners: number;
  /** What checks of the table as a whole found before Protect. */
  verdicts: readonly TableVerdict[];
  published: number;
  /** Of a table that goes on from the version before: which one, and what was taken over from it. */
  increment?: {
    readonly number: number;
    readonly versionId: string;
    carried: number;
    replaced: number;
    orphaned: number;
  };
}

export interface SourceState {
  readonly name: string;
  readonly kind: string;
  readonly fingerprint: string;
  readonly snapshotAt: string;
  readonly files?: readonly SourceFile[];
  /** Columns that the document names, as the source had them. */
  readonly columns?: ProvenanceReport["sources"][number]["columns"];
  readonly version?: { readonly module: string; readonly number: number; readonly versionId: string };
  /** Absent where an earlier product read it. */
  readonly cost?: SourceCost;
}

export interface RunState {
  readonly startedAt: string;
  /** What was approved when its stages ran: what was read under another approval is not gone on from. */
  readonly contentHash: string;
  sources: SourceState[];
  tables: Record<string, TableState>;
  /** The keys that pseudonyms were made under, by domain: a retry after a rotation must not name another. */
  keyIds: Readonly<Record<string, string>>;
  /** A script of a user's ran without a sandbox. */
  unsandboxed?: true;
  privacy?: Reports["privacy"];
  quality?: Reports["quality"];
  files: (StoredFile & { readonly table: string })[];
  copies: { readonly store: string; readonly copy: StoredCopy }[];
  /** What the upload script returned for each published table, once it has been read back. */
  returned?: readonly { readonly table: string; readonly script: ExtractionScript }[];
  outcome?: {
    readonly number: number;
    readonly versionId: string;
    readonly manifest: Manifest;
    readonly reports: Reports;
  };
}

export interface RunContext {
  readonly request: RunRequest;
  readonly plan: ModulePlan;
  readonly engine: Engine;
  readonly state: RunState;
  /** SHA-256 of what decides the output: what an approval is given for. */
  readonly contentHash: string;
  /** The document as it is kept: what metadata is made of, so that no value that it only refers to gets there. */
  readonly kept: ModuleDocument;
  /** Versions of other modules that are read, by the names the document has for them. */
  readonly upstreams: Upstreams;
}

export interface Stage {
  readonly id: StageId;
  run(context: RunContext): Promise<void>;
}

/** The state of a table, made when first asked for. */
export function tableState(context: RunContext, table: string): TableState {
  const known = context.state.tables[table];
  if (known) return known;
  const made: TableState = {
    columns: [],
    extracted: 0,
    transformed: 0,
    flags: [],
    removed: [],
    noted: {},
    olderWinners: 0,
    verdicts: [],
    published: 0,
  };
  context.state.tables[table] = made;
  return made;
}

export const stagedColumns = (context: RunContext, table: string): readonly StagedColumn[] =>
  tableState(context, table).columns;

/** Adds to the count of a rule that acted without removing rows. */
export function note(state: TableState, ordinal: number, rows: number): void {
  if (rows > 0) state.noted = { ...state.noted, [ordinal]: (state.noted[ordinal] ?? 0) + rows };
}
