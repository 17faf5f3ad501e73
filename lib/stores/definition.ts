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
}

/** What was written for one run, under a name unique to it; enough to find, show and remove it. Plain data. */
export interface StoredCopy {
  readonly location: string;
  readonly tables: readonly { readonly name: string; readonly location: string; readonly bytes: number }[];
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

/** Makes a driver from what its process offers. */
export type StoreDriverFactory<C> = (tools: StoreTools) => StoreDriver<C>;

export interface StoreDriver<C = unknown> {
  /** Absent where it holds everything. */
  readonly limits?: StoreLimits;
  test(
    config: C,
    signal: AbortSignal,
  ): Promise<{ readonly freeBytes?: number; readonly warnings: readonly Text[] }>;
  /** Writes the record's files under a name unique to the run. Nothing is visible to readers as a version yet. */
  write(
    config: C,
    files: readonly { readonly table: ManifestTable; readonly path: string }[],
    context: StoreContext,
  ): Promise<StoredCopy>;
  /** Makes a written copy the module's version (a rename, a view); called in the publishing step, may be repeated. */
  commit(
    config: C,
    copy: StoredCopy,
    manifest: Manifest,
    version: number,
    context: StoreContext,
  ): Promise<void>;
  /** Removes what a run wrote; succeeds where nothing is left. */
  remove(
    config: C,
    copy: { readonly runId: string; readonly location?: string },
    context: StoreContext,
  ): Promise<void>;
  /** The scripts that read a version back, SQL and pandas, one per table and language. */
  extractionScripts(
    config: C,
    copy: StoredCopy,
    table: ManifestTable,
    context: StoreContext,
  ): readonly ExtractionScript[];
  fingerprint(config: C): string;
}
