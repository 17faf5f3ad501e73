import type { ClusterSearch, ValueClusters } from "#lib/column-rules";
import type { RunParameter, SourceColumn, SourceTable } from "#lib/contracts";
import type { ErrorData } from "#lib/kernel";
import type { ColumnProfile } from "#lib/privacy";
import type { DatabaseFile, FileFacts, FileReading } from "#lib/sources";

/** What the parent and a child say to each other over the channel between them: plain JSON, one reply a request. */

/** Where in a module the work belongs, for its errors. */
export interface ScriptPlace {
  readonly stage: string;
  readonly table: string;
  /** Of a column rule. */
  readonly column?: string;
}

/** A place as a message names it: a column rule by its column. */
export const placeName = ({ table, column }: ScriptPlace): string =>
  column === undefined ? table : `${table}.${column}`;

export interface EngineLimits {
  /** Of the engine, `256MB`. */
  readonly memory: string;
  readonly threads: number;
  /** What may lie in the scratch folder, unpacked and spilled. */
  readonly diskBytes: number;
}

export interface ScriptInput {
  readonly databaseFile: string;
  readonly table: string;
  /** The name under which the script sees it. */
  readonly as: string;
}

export interface ScriptResult {
  readonly columns: readonly SourceColumn[];
  readonly rows: number;
}

export interface RowPage {
  readonly columns: readonly SourceColumn[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  readonly total: number;
}

export interface SampleProfile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
}

/** Rows of a source's table on their way: all columns as text, or a table in a file of the engine. */
export type TableInput =
  | { readonly kind: "csv"; readonly file: string; readonly columns: readonly string[] }
  | {
      readonly kind: "database";
      readonly file: string;
      readonly table: string;
      readonly columns: readonly string[];
    };

export type Task =
  | ({
      readonly kind: "cluster-values";
      readonly input: TableInput;
      readonly column: string;
    } & ClusterSearch)
  | {
      readonly kind: "script";
      readonly place: ScriptPlace;
      readonly inputs: readonly ScriptInput[];
      readonly script: string;
      readonly output?: { readonly databaseFile: string; readonly table: string };
      readonly parameters?: readonly RunParameter[];
    }
  | { readonly kind: "inspect-files"; readonly files: readonly FileReading[] }
  | {
      readonly kind: "script-over-files";
      readonly place: ScriptPlace;
      readonly files: readonly FileReading[];
      readonly script: string;
      readonly output?: { readonly databaseFile: string; readonly table: string };
      readonly sample?: number;
      readonly parameters?: readonly RunParameter[];
    }
  | { readonly kind: "inspect-database"; readonly file: DatabaseFile }
  | {
      readonly kind: "script-in-database";
      readonly place: ScriptPlace;
      readonly file: DatabaseFile;
      readonly script: string;
      readonly output?: { readonly databaseFile: string; readonly table: string };
      readonly sample?: number;
      readonly parameters?: readonly RunParameter[];
    }
  | {
      readonly kind: "parquet-as-csv";
      readonly file: string;
      readonly columns: readonly { readonly name: string; readonly datatype: string }[];
      readonly pipe: string;
    }
  | {
      readonly kind: "profile";
      readonly columns: readonly string[];
      /** CSV without a header, or a table of a database file with these columns. */
      readonly input: { readonly csv: string } | { readonly databaseFile: string; readonly table: string };
    }
  | {
      readonly kind: "read-rows";
      readonly file: string;
      readonly columns?: readonly string[];
      readonly offset: number;
      readonly limit: number;
    };

export type TaskResult = {
  readonly "cluster-values": ValueClusters;
  readonly script: ScriptResult;
  readonly "inspect-files": readonly FileFacts[];
  readonly "script-over-files": ScriptResult;
  readonly "inspect-database": readonly SourceTable[];
  readonly "script-in-database": ScriptResult;
  readonly "parquet-as-csv": { readonly rows: number };
  readonly profile: SampleProfile;
  readonly "read-rows": RowPage;
};

export interface TaskRequest {
  readonly id: number;
  readonly task: Task;
  readonly scratch: string;
  readonly limits: EngineLimits;
}

export type TaskReply =
  | { readonly id: number; readonly value: unknown }
  /** `cause` is what the engine said: raw data, for the parent's `cause` only. */
  | { readonly id: number; readonly error: ErrorData; readonly cause?: string };
