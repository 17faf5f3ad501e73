import type { SourceColumn } from "#lib/contracts";
import { fileSandbox } from "#lib/engine/server";
import type { RunContext } from "../run-context.ts";

const limits = { memory: "256MB", diskBytes: 64 * 2 ** 30 };

/**
 * Reads the Parquet file that a script wrote into a database file. A file from a script is a file from outside: it is opened in
 * a locked-down process, never in the run's own engine.
 */
export async function readOutput(
  { request }: RunContext,
  table: string,
  parquet: string,
  {
    mostRows,
    ...output
  }: {
    readonly databaseFile: string;
    readonly table: string;
    /** What comes after so many is left out. */
    readonly mostRows?: number;
  },
): Promise<readonly SourceColumn[]> {
  const { threads, scriptSeconds } = request.limits;
  const files = fileSandbox({ ...limits, threads, seconds: scriptSeconds });
  const reading = {
    table: "returned",
    label: table,
    path: parquet,
    format: "parquet",
    compression: "none",
    encoding: "utf-8",
    header: "auto",
  } as const;
  const { columns } = await files.run({
    files: [reading],
    table,
    script: `select * from returned${mostRows === undefined ? "" : ` limit ${mostRows}`}`,
    output,
    scratch: request.ports.artefacts.staging,
    signal: request.signal,
  });
  return columns;
}
