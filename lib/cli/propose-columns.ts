import path from "node:path";
import { config, makePrivateFolder } from "#lib/config/server";
import { parseColumnType, type SourceTable } from "#lib/contracts";
import { type Engine, openEngine } from "#lib/engine/server";
import { AppError, newId } from "#lib/kernel";
import type { BoundSource } from "#lib/pipeline/server";
import { type ColumnProposal, profileQuery, proposeColumn, readProfiles } from "#lib/privacy";
import type { Intake } from "#lib/sources";
import { name } from "#lib/sql";
import { quotedTable } from "./first-document.ts";
import { openStaging } from "./staging.ts";
import type { Terminal } from "./terminal.ts";

/** Rows of a table that are looked at. */
const sampleRows = 2000;

/** Takes a sample into the engine as text, profiles its columns there, and lets it go: only counts come back. */
async function profilesOf(engine: Engine, table: SourceTable, intake: Intake) {
  const columns = intake.columns.map((column) => column.name);
  const query = (at: ReturnType<typeof name>) =>
    profileQuery(columns.map((column) => ({ table: at, value: name(column) })));
  if (intake.kind === "database") {
    return await engine.withDatabase(intake.file, "intake", async () =>
      readProfiles(columns.length, await engine.rows(query(name("intake", "main", intake.table)))),
    );
  }
  engine.at({ stage: "extract", table: table.name });
  await engine.load(
    name("sample"),
    columns.map((column) => ({ name: column, type: "varchar" })),
    intake.stream,
  );
  return readProfiles(columns.length, await engine.rows(query(name("sample"))));
}

/** Answers what to propose for each column of the tables, from a sample of the source. */
export async function proposeColumns(
  source: BoundSource,
  tables: readonly SourceTable[],
  signal: AbortSignal,
  terminal: Terminal,
): Promise<(table: SourceTable, column: string) => ColumnProposal> {
  const staging = await openStaging(newId());
  const { memory, threads } = config().engine;
  const engine = await openEngine({
    file: path.join(staging.folder, "sample.duckdb"),
    memory,
    threads,
    signal,
    material: async () => {
      throw new AppError("request-invalid", { detail: "profiling takes no keys" });
    },
  });
  const proposals = new Map<string, ColumnProposal>();
  try {
    const session = await source.driver.open(source.config, {
      runName: "etl-express init",
      signal,
      scratch: await makePrivateFolder(path.join(staging.folder, "source")),
      sample: sampleRows,
    });
    try {
      for (const [at, table] of tables.entries()) {
        terminal.step(`Looking at ${table.name}`, at, tables.length);
        const script = `select * from ${quotedTable(table)}`;
        await session.describe(table.name, script);
        const intake = await session.extract(table.name, script);
        const profiles = await profilesOf(engine, table, intake);
        for (const [index, column] of intake.columns.entries()) {
          const profile = profiles[index];
          const type = parseColumnType(column.datatype);
          if (profile && type)
            proposals.set(
              JSON.stringify([table.schema, table.name, column.name]),
              proposeColumn(column.name, type, profile),
            );
        }
      }
    } finally {
      await session.close();
    }
  } finally {
    await engine.close();
    await staging.close();
  }
  return (table, column) =>
    proposals.get(JSON.stringify([table.schema, table.name, column])) ?? {
      privacyClass: "sensitive",
      anonymize: { rule: "drop" },
      reason: { en: "Left out: it could not be looked at.", ru: "Не публикуется: посмотреть не удалось." },
    };
}
