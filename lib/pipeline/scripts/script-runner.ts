import { scriptRefused } from "#lib/engine/server";
import type { TableDocument } from "#lib/metadata";
import type { ScriptLanguageId } from "#lib/script-languages";
import type { Sql } from "#lib/sql";
import type { RunContext } from "../run-context.ts";
import { runPythonTransformation } from "./python-transformation.ts";
import { runSqlTransformation } from "./sql-transformation.ts";

/** A table that a script may read: where it stands in the run's engine, and the name the script sees. */
export interface ScriptTable {
  readonly from: Sql;
  readonly as: string;
}

export interface TransformationRequest {
  readonly table: TableDocument;
  readonly script: string;
  readonly inputs: readonly ScriptTable[];
  /** A database file that the runner writes, its table `result`. */
  readonly outputFile: string;
}

export type TransformationRunner = (
  context: RunContext,
  request: TransformationRequest,
) => Promise<{ readonly columns: readonly { readonly name: string; readonly datatype: string }[] }>;

/** How each language's transformations are run. */
const runners: Readonly<Record<ScriptLanguageId, TransformationRunner>> = {
  sql: runSqlTransformation,
  python: runPythonTransformation,
};

/** @throws AppError `script-refused` for a language that nobody runs */
export function transformationRunner(table: TableDocument): TransformationRunner {
  const language = table.transformation?.language;
  const found = Object.entries(runners).find(([id]) => id === language)?.[1];
  if (!found) {
    throw scriptRefused({ stage: "transform", table: table.name }, "unknown-language", {
      language: language ?? "–",
    });
  }
  return found;
}
