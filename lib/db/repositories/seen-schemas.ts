import { z } from "zod";
import { type SourceTable, sourceTableSchema } from "#lib/contracts";
import type { Access } from "../client.ts";
import { fromJsonText, toJsonText } from "../json-text.ts";

/** The tables of a source as they were from one look to another. */
export interface SeenSchemaRecord {
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  readonly tables: readonly SourceTable[];
}

export interface SeenSchemaRepository {
  /** Keeps what a look found; the same tables again only say when. */
  keep(source: string, tables: readonly SourceTable[], at: Date): Promise<void>;
  /** The newest, and the one that was there at a moment: the oldest known where nobody had looked before it. */
  newest(source: string, at?: Date): Promise<SeenSchemaRecord | undefined>;
}

/** Schemas of a source that are kept: older changes are no news. */
const mostKept = 20;

const tablesSchema = z.array(sourceTableSchema);

/** Row counts change all the time, the order of tables means nothing. */
const comparable = (tables: readonly SourceTable[]) =>
  tables
    .map(({ estimatedRows: _rows, ...table }) => table)
    .sort((a, b) => JSON.stringify([a.schema, a.name]).localeCompare(JSON.stringify([b.schema, b.name])));

export function seenSchemaRepository({ client, atomic }: Access): SeenSchemaRepository {
  const newestFirst = { firstSeenAt: "desc" } as const;
  return {
    keep: (source, tables, at) =>
      atomic(async (tx) => {
        const text = toJsonText(comparable(tables));
        const newest = await tx.seenSchema.findFirst({ where: { source }, orderBy: newestFirst });
        if (newest?.tables === text) {
          const { firstSeenAt } = newest;
          await tx.seenSchema.updateMany({ where: { source, firstSeenAt }, data: { lastSeenAt: at } });
          return;
        }
        // Two looks at one moment: the later answer holds.
        const key = { source, firstSeenAt: at };
        const row = { tables: text, lastSeenAt: at };
        await tx.seenSchema.upsert({
          where: { source_firstSeenAt: key },
          create: { ...key, ...row },
          update: row,
        });
        const kept = await tx.seenSchema.findMany({
          where: { source },
          orderBy: newestFirst,
          skip: mostKept,
          select: { firstSeenAt: true },
        });
        await tx.seenSchema.deleteMany({
          where: { source, firstSeenAt: { in: kept.map(({ firstSeenAt }) => firstSeenAt) } },
        });
      }),
    newest: async (source, at) => {
      const where = { source, ...(at ? { firstSeenAt: { lte: at } } : {}) };
      const row =
        (await client.seenSchema.findFirst({ where, orderBy: newestFirst })) ??
        (at
          ? await client.seenSchema.findFirst({ where: { source }, orderBy: { firstSeenAt: "asc" } })
          : null);
      if (row === null) return undefined;
      const { firstSeenAt, lastSeenAt, tables } = row;
      return { firstSeenAt, lastSeenAt, tables: fromJsonText(tablesSchema, tables, `schema of ${source}`) };
    },
  };
}
