import { z } from "zod";
import type { CheckpointSummary as CheckpointSummaryView } from "#lib/contracts";
import type { CheckpointSummary, Repositories } from "#lib/db/server";
import { peopleOf } from "../views/people.ts";

/** Checkpoints with the names of who made them. */
export async function checkpointViews(
  db: Pick<Repositories, "users">,
  checkpoints: readonly CheckpointSummary[],
): Promise<CheckpointSummaryView[]> {
  const people = await peopleOf(
    db,
    checkpoints.map(({ createdBy }) => createdBy),
  );
  return checkpoints.map(({ id, name, tables, columns, createdBy, createdAt }) => ({
    id,
    name,
    tables,
    columns,
    createdBy: people(createdBy),
    createdAt: createdAt.toISOString(),
  }));
}

const listSchema = z.array(z.unknown()).catch([]);
const sizedSchema = z.object({ tables: listSchema }).catch({ tables: [] });
const tableSchema = z.object({ columns: listSchema }).catch({ columns: [] });

/** How much a document holds, however unfinished it is. */
export function sizeOf(document: unknown): { readonly tables: number; readonly columns: number } {
  const { tables } = sizedSchema.parse(document);
  const columns = tables.reduce<number>((sum, table) => sum + tableSchema.parse(table).columns.length, 0);
  return { tables: tables.length, columns };
}
