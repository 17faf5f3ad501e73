import type { Readable } from "node:stream";
import type { z } from "zod";
import type { Manifest, ManifestTable } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import type { NetworkPolicy } from "#lib/network";

export interface StoreDefinition<Id extends string = string, C = unknown> {
  readonly id: Id;
  readonly title: Text;
  readonly summary: Text;
  readonly config: z.ZodType<C>;
  /**
   * What decides where secrets are sent: where a change alters it, they are asked for again. Absent where there are none; any
   * change of a configuration would count.
   */
  secretsGoTo?(config: C): readonly unknown[];
  /** Whether SQL of a document can take back what its upload script put elsewhere. */
  readonly takesCleanUp: boolean;
}

/** A version's extraction script: how its cleansed data is read back. */
export interface ExtractionScript {
  readonly language: "sql" | "python";
  /** What the script runs against: a store's name. */
  readonly source: string;
  readonly text: string;
}

/** What a driver is given by the process it runs in; the rooms above bind it. */
export interface StoreTools {
  /** Where connections may go; metadata addresses are refused whatever this says. */
  readonly network: NetworkPolicy;
  /** Streams a Parquet file as CSV (RFC 4180, no header, empty unquoted field = null), columns as named. */
  readonly parquetAsCsv: (
    file: string,
    columns: ManifestTable["columns"],
    options: { readonly scratch?: string; readonly signal: AbortSignal },
  ) => Promise<Readable>;
}

export interface StoreContext {
  readonly store: string;
  readonly module: string;
  readonly runId: string;
  readonly signal: AbortSignal;
  /** Throws where somebody else goes on with the run: a driver asks right before what would undo their work. */
  readonly assertOwned?: () => Promise<void>;
}

/** What was written for one run, under a name unique to it; enough to find, show and remove it. Plain data. */
export interface StoredCopy {
  /** An upload script made it: how it is read, only the script knows. */
  readonly by?: "script";
  readonly location: string;
  readonly tables: readonly { readonly name: string; readonly location: string; readonly bytes: number }[];
}

/** Something in a store that bears a run's name. */
export interface StrayRun {
  readonly module: string;
  readonly runId: string;
  readonly location: string;
  readonly bytes: number;
}

/** Something that was begun in a store and never finished, under a name that only we give. */
export interface UnfinishedUpload {
  readonly module: string;
  readonly location: string;
  readonly id: string;
  readonly since: Date;
}

/** What a store cannot hold beyond what our record holds. A run that would need it is refused before anything is written. */
export interface StoreLimits {
  /** Columns of one table. */
  readonly columns?: number;
  /** Columns of one key. */
  readonly keyColumns?: number;
  /** Bytes of all values of one key together. */
  readonly keyBytes?: number;
  /** Names that no column may have. */
  readonly reservedColumns?: readonly string[];
  /** A name of a table or column as the store has it: two may become one. */
  readonly storedName?: (name: string) => string;
  /** Whether texts with a NUL character are refused. */
  readonly refusesNul?: boolean;
}

/** A place of a run's own in a store, which an upload script fills. What is not kept is gone when it is closed. */
export interface UploadSession {
  /** The run's own name there, unique to it. */
  readonly name: string;
  /** Runs SQL of the script; answers the rows of its last statement, as texts. Absent: the store runs no SQL. */
  execute?(script: string): Promise<readonly Readonly<Record<string, string | null>>[]>;
  /** Makes a table of the run's own from a Parquet file. */
  writeTable?(table: UploadedTable, file: string): Promise<void>;
  /** Puts a file of the run's own at a path. */
  put?(path: string, file: string): Promise<void>;
  /** Keeps all of it, and lets the reader see it. */
  keep(): Promise<StoredCopy>;
  close(): Promise<void>;
}

/** What a script may write under a name that it chooses. */
export interface UploadedTable {
  readonly name: string;
  readonly columns: readonly {
    readonly name: string;
    readonly datatype: string;
    readonly nullable: boolean;
  }[];
  readonly rows: number;
}

/** What reads a store with the credential that can only read: a kind of source, and its configuration. */
export interface StoreReader {
  readonly kind: string;
  readonly config: unknown;
}

export interface UploadContext extends StoreContext {
  /** Longest time of the script. */
  readonly seconds: number;
}

/** How upload scripts write to a kind of store. No script gets a credential. */
export interface UploadPlace<C> {
  /** Throws `upload-store-unsuitable` where scripts of the language cannot write there, as it is configured. */
  assertTakes(config: C, language: "sql" | "python", store: string): void;
  /** Makes the run's own place, with the published tables in it where the store has tables. */
  open(
    config: C,
    files: readonly { readonly table: ManifestTable; readonly path: string }[],
    context: UploadContext,
  ): Promise<UploadSession>;
  /** Runs the document's own clean-up, with the script's credential. Absent: the store runs no SQL. */
  cleanUp?(config: C, sql: string, context: UploadContext): Promise<void>;
  /** Reads what a script has kept. */
  reader(config: C, copy: StoredCopy): StoreReader;
}

/** Makes a driver from what its process offers. */
export type StoreDriverFactory<C> = (tools: StoreTools) => StoreDriver<C>;

export interface StoreDriver<C = unknown> {
  /** Absent where it holds everything. */
  readonly limits?: StoreLimits;
  /** Absent where no upload script can write to it. */
  readonly uploads?: UploadPlace<C>;
  /** A live test, on request: it may write something for a moment. */
  test(config: C, signal: AbortSignal): Promise<{ readonly warnings: readonly Text[] }>;
  /** Bytes that are free where it writes; only read. Absent where a store does not tell. */
  freeBytes?(config: C): Promise<number>;
  /** Writes the record's files under a name unique to the run. Nothing is visible to readers as a version yet. */
  write(
    config: C,
    files: readonly { readonly table: ManifestTable; readonly path: string }[],
    context: StoreContext,
  ): Promise<StoredCopy>;
  /** Where `commit` may have to copy what was written: it takes as long as its bytes do. */
  readonly copiesToShow?: true;
  /** Makes a written copy the module's version (a rename, a view); called in the publishing step, may be repeated. */
  commit(
    config: C,
    copy: StoredCopy,
    manifest: Manifest,
    version: number,
    context: StoreContext,
  ): Promise<void>;
  /**
   * Marks a version as withdrawn, for good: it stays where it is, but `latest` is the newest one that is not, or none. May be repeated,
   * and succeeds where the version is not there.
   */
  hideFromLatest(config: C, version: number, context: StoreContext): Promise<void>;
  /** Removes what a run wrote; succeeds where nothing is left. */
  remove(
    config: C,
    copy: { readonly runId: string; readonly location?: string },
    context: StoreContext,
  ): Promise<void>;
  /**
   * Runs of ours that have something here and are not among `owned`. Only what bears our own mark is told: what is foreign is not
   * looked at, and not touched.
   */
  strays(
    config: C,
    owned: ReadonlySet<string>,
    context: Pick<StoreContext, "store" | "signal">,
  ): Promise<readonly StrayRun[]>;
  /** What was begun and never finished: it takes space and no listing shows it. Absent where a store has no such things. */
  readonly unfinished?: {
    list(config: C, context: Pick<StoreContext, "store" | "signal">): Promise<readonly UnfinishedUpload[]>;
    /** Succeeds where it has ended meanwhile. */
    end(config: C, upload: UnfinishedUpload, context: Pick<StoreContext, "store" | "signal">): Promise<void>;
  };
  /** Reads a copy and proves that it is whole: hashes of files, rows of tables. Throws `store-failed`. */
  verify(config: C, copy: StoredCopy, tables: readonly ManifestTable[], context: StoreContext): Promise<void>;
  /** The scripts that read a version back, SQL and pandas, one per table and language. */
  extractionScripts(
    config: C,
    copy: StoredCopy,
    table: ManifestTable,
    context: StoreContext,
  ): readonly ExtractionScript[];
  fingerprint(config: C): string;
  /** Where it writes, from the widest part on, the same for all who reach it: a server and a database, a bucket and a prefix, a folder. */
  place(config: C): readonly string[];
  /**
   * Whether the places of two configurations are one, or one lies in the other, by trying it: a place has many names. It may write a
   * probe for a moment. Throws where one of them does not answer.
   */
  sharesPlace(config: C, other: C, context: Pick<StoreContext, "store" | "signal">): Promise<boolean>;
}
