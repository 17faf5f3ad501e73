import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import type { ClusterSearch, ValueClusters } from "#lib/column-rules";
import { makePrivateFolder } from "#lib/config/server";
import { throughFifo } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import type { OperationContext } from "../core/operation.ts";
import { openConfig } from "../core/places.ts";

/** Rows that are looked at: enough to see the misspellings of a column, few enough to wait for. */
export const mostRows = 500_000;
/** More than the child gets, so that it is the child that tells. */
const mostSeconds = 120;

/** A column of what an extraction script gives. */
export interface ExtractedColumn {
  readonly module: string;
  readonly table: string;
  readonly source: string;
  /** Where the newest versions of modules are looked for. */
  readonly environment?: string | undefined;
  readonly script: string;
  readonly column: string;
}

/** The table's rows from its source, straight into a child process; nothing of them touches the disk where they stream. */
export async function clustersOfSource(
  { services, signal }: OperationContext,
  { module, table, source, environment, script, column }: ExtractedColumn,
  search: ClusterSearch,
): Promise<ValueClusters> {
  const { kind, config } = await openConfig(services, "source", source, environment);
  const folder = await mkdtemp(
    path.join(await makePrivateFolder(services.config.data.stagingRoot), "merge-"),
  );
  const until = AbortSignal.any([signal, AbortSignal.timeout(mostSeconds * 1000)]);
  const options = {
    runName: `etl-express ${module} merges`,
    signal: until,
    scratch: path.join(folder, "source"),
    sample: mostRows,
    mostSeconds,
  };
  try {
    const session = await services.sourceDriver(kind).open(config, options);
    try {
      const intake = await session.extract(table, script);
      const columns = intake.columns.map(({ name }) => name);
      if (!columns.includes(column)) throw new AppError("not-found", { what: "column", name: column });
      const task = { column, ...search };
      return intake.kind === "csv"
        ? await throughFifo(folder, intake.stream, (file) =>
            services.data.clusterValues({ ...task, input: { kind: "csv", file, columns } }, until),
          )
        : await services.data.clusterValues(
            { ...task, input: { kind: "database", file: intake.file, table: intake.table, columns } },
            until,
          );
    } finally {
      await session.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
