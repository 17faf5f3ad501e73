import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import type { SourceTable, UpstreamVersion } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import type { FileReading, SourceDriverFactory } from "../definition.ts";
import { openFileSession } from "../file-session.ts";
import type { ModuleSourceConfig } from "./definition.ts";

const labelOf = ({ module, number }: UpstreamVersion): string => `${module}@${number}`;

/** Tables as the version's manifest has them: nothing is read for that. */
const tablesOf = ({ tables }: UpstreamVersion): readonly SourceTable[] =>
  tables.map(({ name, rows, columns, primaryKey, foreignKeys }) => ({
    name,
    kind: "table",
    estimatedRows: rows,
    columns: columns.map(({ name: column, datatype, nullable }) => ({
      name: column,
      datatype,
      nullable,
      nativeType: datatype,
    })),
    primaryKey,
    foreignKeys,
  }));

/** @throws AppError `version-withdrawn`, `version-incomplete` */
async function readings({ version, files }: ModuleSourceConfig): Promise<readonly FileReading[]> {
  if (version.withdrawn !== undefined)
    throw new AppError("version-withdrawn", { version: labelOf(version), reason: version.withdrawn });
  const found: FileReading[] = [];
  for (const table of version.tables) {
    const file = files.find((one) => one.table === table.name);
    const bytes = file && (await stat(file.path).catch(() => undefined))?.size;
    if (!file || bytes !== table.bytes)
      throw new AppError("version-incomplete", { version: labelOf(version), table: table.name });
    found.push({
      table: table.name,
      label: `${labelOf(version)} ${table.name}`,
      path: file.path,
      format: "parquet",
      compression: "none",
      encoding: "utf-8",
      header: "auto",
    });
  }
  return found;
}

/** Reads a version's own Parquet, whichever stores it was copied to. */
export const moduleDriver: SourceDriverFactory<ModuleSourceConfig> = (tools) => ({
  describesCheaply: true,
  test: async (config) => {
    await readings(config);
    return { server: labelOf(config.version), warnings: [] };
  },
  introspect: async ({ version }) => tablesOf(version),
  open: async (config, options) => {
    const files = await readings(config);
    const session = await openFileSession(async () => files, tools.files, options);
    return {
      ...session,
      // A version does not change: its manifest's hashes say which files were read.
      files: async () => {
        const read = (await session.files?.()) ?? [];
        for (const { table, sha256 } of read) {
          if (config.version.tables.some((one) => one.name === table && one.sha256 === sha256)) continue;
          throw new AppError("version-incomplete", { version: labelOf(config.version), table });
        }
        return read;
      },
    };
  },
  // The newest version is another one later; that it is the newest is what was approved.
  fingerprint: ({ version }) =>
    createHash("sha256")
      .update(
        JSON.stringify([
          "module",
          version.module,
          version.wanted,
          version.wanted === "latest" ? "" : version.versionId,
        ]),
      )
      .digest("hex"),
});
