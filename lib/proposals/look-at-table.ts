import { type ColumnProposal, parseColumnType, type TableLook } from "#lib/contracts";
import type { DataPool } from "#lib/engine/server";
import { AppError } from "#lib/kernel";
import { proposeColumn, rowsToProfile } from "#lib/privacy";
import { askingSeconds, type SampleTarget, type SourceDriver } from "#lib/sources";

export interface LookOptions {
  readonly driver: SourceDriver;
  readonly config: unknown;
  /** Where the rows are counted: a process of its own. */
  readonly data: Pick<DataPool, "profile">;
  /** A private folder that the source may fill. */
  readonly scratch: string;
  readonly signal: AbortSignal;
}

/**
 * Looks at rows of a table, taken at random, and proposes a class and a rule for each of its columns. The rows go from the
 * source to a process that counts them; only counts come back.
 */
export async function lookAtTable(
  { driver, config, data, scratch, signal }: LookOptions,
  table: SampleTarget & { readonly name: string },
): Promise<TableLook> {
  const session = await driver.open(config, {
    runName: "etl-express proposal",
    mostSeconds: askingSeconds,
    signal,
    scratch,
  });
  try {
    const whole = "script" in table ? table.script : await session.sampleScript(table, 1);
    const known = await session.describe(table.name, whole);
    if (known.length === 0) return { rows: 0, columns: [] };
    const intake = await session.extract(
      table.name,
      await session.sampleScript(table, rowsToProfile(known.length)),
    );
    const { rows, columns } = await data.profile(intake, signal);
    return {
      rows,
      columns: intake.columns.map((column, at) => {
        const profile = columns[at];
        const type = parseColumnType(column.datatype);
        return {
          name: column.name,
          ...(profile && type ? proposeColumn(column.name, type, profile) : notLooked),
        };
      }),
    };
  } finally {
    await session.close();
  }
}

/** A column that could not be looked at never leaves. */
export const notLooked: ColumnProposal = {
  privacyClass: "sensitive",
  anonymize: { rule: "drop" },
  reason: { en: "Left out: it could not be looked at.", ru: "Не публикуется: посмотреть не удалось." },
};

/** As `lookAtTable`; a table that cannot be read is one of which nothing is known. A cancelled look stays cancelled. */
export async function tryToLook(
  options: LookOptions,
  table: SampleTarget & { readonly name: string },
): Promise<TableLook & { readonly problem?: AppError }> {
  try {
    return await lookAtTable(options, table);
  } catch (error) {
    if (options.signal.aborted || !(error instanceof AppError)) throw error;
    return { rows: 0, columns: [], problem: error };
  }
}
