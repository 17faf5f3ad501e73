import { z } from "zod";
import { privacyClassSchema } from "#lib/contracts";
import { fitsPattern } from "#lib/metadata";

const named = z.string().catch("");
const namesSchema = z.array(named).catch([]);

/** What is read of a draft, which may be half-finished anywhere else. */
export const draftTablesSchema = z.object({
  sources: z.array(z.object({ name: named, ref: named })).catch([]),
  patterns: z
    .array(
      z.object({
        match: named,
        privacyClass: privacyClassSchema.optional().catch(undefined),
      }),
    )
    .catch([]),
  tables: z.array(
    z.object({
      name: named,
      extraction: z.object({ language: named, source: named, script: named }).optional().catch(undefined),
      transformation: z.unknown().optional(),
      primaryKey: z.object({ columns: namesSchema }).optional().catch(undefined),
      foreignKeys: z.array(z.object({ columns: namesSchema })).catch([]),
      columns: z
        .array(
          z.object({
            name: named,
            from: z.string().optional().catch(undefined),
            privacyClass: privacyClassSchema.optional().catch(undefined),
          }),
        )
        .catch([]),
    }),
  ),
});

export type DraftTables = z.output<typeof draftTablesSchema>;
export type DraftTable = DraftTables["tables"][number];

/** The class that a column says, or takes from the first pattern that its name fits. */
export const classOf = ({ patterns }: DraftTables, { name, privacyClass }: DraftTable["columns"][number]) =>
  privacyClass ?? patterns.find(({ match }) => fitsPattern(match, name))?.privacyClass;
