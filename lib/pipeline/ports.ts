import type {
  Manifest,
  NewRunEvent,
  PrivacyReport,
  ProvenanceReport,
  QualityReport,
  Reports,
  RunKind,
  StageId,
} from "#lib/contracts";
import type { PythonPool } from "#lib/engine/server";
import type { SourceDriver } from "#lib/sources";
import type { ExtractionScript, StoreDriver, StoredCopy } from "#lib/stores";

/**
 * What a run needs from where it runs. The database binds these for the worker, a plain folder for the command line.
 */

/** Keeps what happened and where the run stands. */
export interface Journal {
  readonly attempt: number;
  emit(event: NewRunEvent): void;
  /** State of stages finished earlier on this worker, so that a retry goes on from there. */
  finished(): Promise<ReadonlyMap<StageId, unknown>>;
  startStage(stage: StageId): Promise<void>;
  finishStage(stage: StageId, state: unknown): Promise<void>;
  /** Said before the first write to a store: what is left there is taken back by this. Absent: nobody does so later. */
  startStore?(store: string, by: "run" | "script"): Promise<void>;
  /** Throws `run-lease-lost` or `run-cancelled` where this worker may not go on. */
  assertOwned(): Promise<void>;
}

/** Derived key material. A trial gets keys made for it and thrown away. */
export interface Keys {
  /** 32 bytes: HKDF-SHA-256 (RFC 5869) of the domain's key, with the purpose as info. */
  material(domain: string, purpose: string): Promise<Uint8Array>;
  /** The id of the key a domain uses now; versions join where domain and key id agree. */
  keyId(domain: string): Promise<string>;
}

export interface StoredFile {
  readonly sha256: string;
  readonly bytes: number;
  readonly path: string;
}

/** What a script of a user's has printed, and why it failed in its own words: raw data. */
export interface ScriptOutput {
  readonly stage: string;
  readonly table: string;
  /** Of a column rule. */
  readonly column?: string;
  /** Of all that it printed, of which `text` is the beginning. */
  readonly bytes: number;
  readonly isCut: boolean;
  readonly text: string;
  /** The script's own lines of its traceback, none of a library's. */
  readonly trace: string;
  /** Where it failed. */
  readonly line?: number;
}

/** Files of a run. */
export interface Artefacts {
  /** Private folder of the run, 0700, deleted on every exit but a crash. */
  readonly staging: string;
  /** Moves a finished file into the record, under its content hash, write-once. */
  keep(path: string, fileName: string): Promise<StoredFile>;
  /** Values that the document refers to, by the names in references; those that are not here are left out. */
  values?(
    names: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly kind: string; readonly value: unknown }>>;
  /** Keeps what a script printed, for those who may see raw data; absent: it is counted and dropped. */
  scriptOutput?(output: ScriptOutput): Promise<void>;
  /** Takes rejected rows of a table (a Parquet file in staging), encrypts and keeps them; absent: they are counted and dropped. */
  quarantine?(table: string, path: string, rows: number): Promise<void>;
}

export interface PublishCandidate {
  readonly manifest: Manifest;
  readonly versionId: string;
  readonly reports: Reports;
  readonly files: readonly (StoredFile & { readonly table: string })[];
  readonly copies: readonly { readonly store: string; readonly copy: StoredCopy }[];
  readonly extraction: readonly { readonly table: string; readonly script: ExtractionScript }[];
  /** How far sources were read, by table: values of the source, kept where nobody reads them but the next run. */
  readonly watermarks: ReadonlyMap<string, string>;
  /** The version's metadata documents, once its number is known. */
  describe(number: number): { readonly jsonld: string; readonly croissant: string };
}

/** Decides whether a run may publish, and makes its version. */
export interface Registry {
  readonly kind: RunKind;
  /** Throws `approval-missing` or `approval-stale`; called at the start, before the first outside write, and while publishing. */
  assertApproved(contentHash: string): Promise<{ readonly by: string; readonly at: string } | undefined>;
  /** The newest version so far: the one before the version that this run makes, with its statistics where they are kept. */
  previous(): Promise<
    | {
        readonly number: number;
        readonly versionId: string;
        readonly manifest: Manifest;
        readonly quality?: QualityReport | undefined;
        readonly privacy?: PrivacyReport | undefined;
        readonly provenance?: ProvenanceReport | undefined;
        /** Whether its rows may no longer be given out. */
        readonly isWithdrawn?: boolean;
        /** How far each table's source had been read, by what the run that made it said. */
        readonly watermarks?: ReadonlyMap<string, string>;
        /** Where the file of one of its tables can be read; undefined where it is not kept any more. */
        file?(table: string): Promise<string | undefined>;
      }
    | undefined
  >;
  /** One transaction; answers the version's number. Repeating it for the same run answers the same number. */
  publish(candidate: PublishCandidate): Promise<{ readonly number: number }>;
  /** A store shows the version that this run made. */
  shown?(store: string): Promise<void>;
  /** A store does not show it yet, and is tried again later; absent where nobody would: then such a store ends the run. */
  notShown?(store: string, error: unknown): Promise<void>;
  /** Addresses under which the version will be found, for its metadata. */
  addresses(number: number): {
    readonly module: string;
    readonly version: string;
    file(name: string): string;
  };
}

export interface BoundSource {
  /** What the document calls it. */
  readonly name: string;
  /** The workspace's source that is read, where it is one. */
  readonly place?: string;
  readonly kind: string;
  readonly driver: SourceDriver;
  readonly config: unknown;
}

export interface BoundStore {
  readonly name: string;
  readonly kind: string;
  readonly driver: StoreDriver;
  readonly config: unknown;
}

export interface Ports {
  /** Whether what is approved lets Python run where nothing shuts it off; absent: nobody approves. */
  readonly allowUnsandboxed?: boolean;
  /** Sandboxed processes for Python scripts; absent: none may run here. */
  readonly python?: PythonPool;
  readonly journal: Journal;
  readonly registry: Registry;
  readonly keys: Keys;
  readonly artefacts: Artefacts;
  readonly sources: readonly BoundSource[];
  /** Those that get copies, and the one that the upload script writes to. */
  readonly stores: readonly BoundStore[];
  /** Reads back what an upload script wrote; absent: none may run here. */
  readonly sourceDriver?: (kind: string) => SourceDriver;
}
