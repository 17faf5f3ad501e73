import type { Readable } from "node:stream";
import type { z } from "zod";
import type { RunParameter, SourceColumn, SourceCost, SourceTable } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import type { NetworkPolicy } from "#lib/network";
import type { SelectDialect } from "#lib/sql";
import type { PathRefusal } from "./path-asked.ts";

export type IdentifierQuote = '"' | "`";

/** `mysql://user@host:port/database`, as its `form` shows people. */
export interface SourceAddress<C> {
  readonly form: string;
  readonly schemes: readonly string[];
  /** Throws `source-address-invalid`, which never repeats the text. `resolve` makes a path of it absolute. */
  parse(text: string, resolve: (path: string) => string): C;
}

/** What a browser may know of a kind of source. Fields of `config` carry `.meta({label, help?, secret?: true})`. */
export interface SourceDefinition<Id extends string = string, C = unknown> {
  readonly id: Id;
  readonly title: Text;
  readonly summary: Text;
  /** Strict object; secrets are fields with `.meta({secret: true})`, kept encrypted and never sent back. */
  readonly config: z.ZodType<C>;
  /**
   * What decides where secrets are sent: where a change alters it, they are asked for again. Absent where there are none; any
   * change of a configuration would count.
   */
  secretsGoTo?(config: C): readonly unknown[];
  /** Script languages an extraction may use here. */
  readonly languages: readonly ("python" | "sql")[];
  /** What its SQL puts around a name. */
  readonly identifierQuote: IdentifierQuote;
  /** How its SQL is read where a script is looked into. */
  readonly dialect: SelectDialect;
  /** Its server has roles, and its driver writes the statements that make one which can only read. */
  readonly hasRoles?: boolean;
  /** How the command line writes such a source as an address; absent where it takes more than one line. */
  readonly address?: SourceAddress<C>;
}

/** What a driver is given by the process it runs in; the rooms above bind it. */
export interface SourceTools {
  readonly network: NetworkPolicy;
  /** The product's own database, which is refused as a source. Absent: there is none (the command line). */
  readonly ourDatabaseUrl?: string;
  /** Reads files in a locked-down child process; `fileSandbox` of the engine's server door. */
  readonly files: FileSandbox;
  /** Folders that files may be in, symbolic links resolved; absent: any (the command line). */
  readonly fileRoots?: readonly string[];
  /** Where an upload lies, by its id. */
  readonly uploadPath?: (uploadId: string) => Promise<string>;
  /** Where a look at a source keeps what it brings here, until it ends; absent: the machine's folder for such files. */
  readonly looks?: string;
}

/** How a file is to be read; what says `auto` is detected. */
export interface FileReading {
  /** The table the file becomes (several files may be one), and the name it has for people: never its whole path. */
  readonly table: string;
  readonly label: string;
  readonly path: string;
  readonly format: "auto" | "csv" | "tsv" | "ndjson" | "json" | "parquet" | "xlsx";
  readonly compression: "auto" | "none" | "gzip" | "zstd";
  readonly encoding: string;
  readonly delimiter?: string;
  /** One character; empty: quotes mean nothing. */
  readonly quote?: string;
  readonly header: "auto" | "yes" | "no";
  /** Of a workbook: the sheet by its name; absent: the first one. */
  readonly sheet?: string;
  /** Values that its place gives to all its rows, `region=north/part.parquet`: columns of the table, as texts. */
  readonly partition?: Readonly<Record<string, string>>;
}

/** What was detected of a file. Never a value of the data, its column names apart. */
export interface FileFacts {
  readonly table: string;
  readonly format: "csv" | "ndjson" | "json" | "parquet" | "xlsx";
  readonly compression: "none" | "gzip" | "zstd";
  readonly encoding: string;
  readonly delimiter?: string;
  readonly quote?: string;
  readonly header?: boolean;
  readonly columns: readonly SourceColumn[];
  readonly estimatedRows?: number;
}

export interface FileSandbox {
  inspect(
    files: readonly FileReading[],
    options: { readonly signal: AbortSignal },
  ): Promise<readonly FileFacts[]>;
  /** Runs a script over the files as tables; the rows land in a new database file. Without `output` only the columns are found. */
  run(request: {
    readonly files: readonly FileReading[];
    readonly table: string;
    readonly script: string;
    readonly output?: { readonly databaseFile: string; readonly table: string };
    readonly scratch: string;
    readonly sample?: number;
    readonly parameters?: readonly RunParameter[];
    readonly signal: AbortSignal;
  }): Promise<{ readonly columns: readonly SourceColumn[]; readonly rows: number }>;
  inspectDatabase(
    file: DatabaseFile,
    options: { readonly signal: AbortSignal },
  ): Promise<readonly SourceTable[]>;
  /** Runs one SELECT in a database's own dialect, as `run` does over files. */
  runInDatabase(request: {
    readonly file: DatabaseFile;
    readonly table: string;
    readonly script: string;
    readonly output?: { readonly databaseFile: string; readonly table: string };
    readonly scratch: string;
    readonly sample?: number;
    readonly parameters?: readonly RunParameter[];
    readonly signal: AbortSignal;
  }): Promise<{ readonly columns: readonly SourceColumn[]; readonly rows: number }>;
}

/** A SQLite database in one file. */
export interface DatabaseFile {
  /** The name it has for people. */
  readonly label: string;
  readonly path: string;
  /** A private copy, whose log of late writes lies beside it; any other file is read as it stands, without locks. */
  readonly isCopy: boolean;
}

/** Rows on their way into the engine. */
export type Intake =
  | {
      /** CSV bytes (RFC 4180, UTF-8, no header, empty unquoted field = null), read by the engine through a FIFO. */
      readonly kind: "csv";
      readonly columns: readonly SourceColumn[];
      readonly stream: Readable;
      /** Rows that the source says it sent, known once the stream has ended: what was loaded must be as many. */
      readonly rowsSent?: () => number;
      /** In how many parts the rows come at once; absent: one. */
      readonly parts?: number;
      /** Bytes that have come from the source so far. */
      readonly bytesSent?: () => number;
    }
  | {
      /** A table in a DuckDB file that a locked-down child process wrote; the engine attaches it read-only. */
      readonly kind: "database";
      readonly columns: readonly SourceColumn[];
      readonly file: string;
      readonly table: string;
    };

export interface SessionOptions {
  /** Shown to the source, so that its administrator sees who reads. */
  readonly runName: string;
  /** Aborting cancels queries at the source. */
  readonly signal: AbortSignal;
  /** Told where a query could not be ended at the source: it may go on there. */
  readonly onUncancelled?: () => void;
  /** No query of the session takes longer, whatever the source allows: somebody waits for it. */
  readonly mostSeconds?: number | undefined;
  /** A private folder the session may fill and must leave clean. */
  readonly scratch: string;
  /** A private folder that outlives the session: what was fetched is kept there, and not fetched again. */
  readonly keep?: string | undefined;
  /** At most this many rows a table, in no particular order (trial on a sample). */
  readonly sample?: number;
  /** The columns that the document reads of what a table's script gives: for sources that do not know their own. */
  readonly named?: (table: string) => readonly string[];
  /** Values that scripts name, `$region`; a driver binds them, or writes them as literals of its dialect. */
  readonly parameters?: readonly RunParameter[];
}

/** What a sample is taken of: a table, or what a script gives. */
export type SampleTarget = { readonly schema?: string; readonly name: string } | { readonly script: string };

/** What came of a source's replica, `host:port`: it is read where it answers. */
export interface SourceReplica {
  readonly place: string;
  readonly answered: boolean;
}

/** One consistent look at a source: all tables of a run are read through one session, all or nothing. */
export interface SourceSession {
  readonly snapshotAt: Date;
  /** Absent where the source has none. */
  readonly replica?: SourceReplica;
  /** Its snapshot can be read through one connection alone: tables come one after another, none of them in parts. */
  readonly hasOneConnection?: boolean;
  /** Validates one bare reading statement at the server and names its columns, before a row is read. */
  describe(table: string, script: string): Promise<readonly SourceColumn[]>;
  /** About how many rows a script gives, by the source's own statistics: nothing is read. Absent where a source has none. */
  estimateRows?(table: string, script: string): Promise<number>;
  /**
   * Streams the rows of a script. May be called for several tables one after another. Where a type of the source holds more
   * than ours (years BC, infinity), such values come as infinity; `asText` gives all of those columns as the source's text.
   */
  extract(table: string, script: string, options?: { readonly asText?: boolean }): Promise<Intake>;
  /**
   * A script for `extract` that gives at most `rows` rows of a table or of another script: at random, the same ones again
   * while the data stay, from a part that is bounded whatever the size.
   */
  sampleScript(target: SampleTarget, rows: number): Promise<string>;
  /** Writes the bytes at a path into a file, for scripts that ask for them; absent where a source has no paths. */
  get?(path: string, target: string): Promise<"done" | PathRefusal>;
  /** The very files that were read, where the source is files; asked for after the last `extract`. */
  files?(): Promise<readonly SourceFile[]>;
  /** What the session has cost its source so far. */
  cost(): SourceCost;
  close(): Promise<void>;
}

/** A file of a source as it was read: under which table, how long, and its SHA-256. Its name may be a person's: not here. */
export interface SourceFile {
  readonly table: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Makes a driver from what its process offers. */
export type SourceDriverFactory<C> = (tools: SourceTools) => SourceDriver<C>;

export interface SourceDriver<C = unknown> {
  /** Whether a session says what a script gives without reading rows or fetching what holds them. */
  readonly describesCheaply?: boolean;
  /** Connects, looks at permissions, answers in people's words; throws an AppError where it fails. */
  test(
    config: C,
    signal: AbortSignal,
  ): Promise<{ readonly server: string; readonly warnings: readonly Text[] }>;
  introspect(config: C, signal: AbortSignal): Promise<readonly SourceTable[]>;
  open(config: C, options: SessionOptions): Promise<SourceSession>;
  /** Identifies where data comes from, without passwords; part of the approval hash. */
  fingerprint(config: C): string;
  /** The statements an owner runs to make a role that can only read; absent where a source has no roles. */
  grantScript?(config: C, tables: readonly { schema?: string; name: string }[]): string;
}
