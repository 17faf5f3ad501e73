import { z } from "zod";
import { type CopiedRules, copiedMembers, copyRules } from "#lib/drafting";
import type { ColumnRow } from "./model/rows.ts";

/** How copied rules are written, so that they come from another tab too, and are told from a text. */
const copiedSchema = z.strictObject({
  "etl-express": z.literal("column-rules"),
  rules: z.partialRecord(z.enum(copiedMembers), z.json()),
});

/** What a row does with its column, as JSON: with what it takes from its parent, its key's strategy and patterns. */
export function writeCopied({ own, effective }: ColumnRow): string {
  const { datatype, normalize, nulls, checks, privacyClass, anonymize } = effective;
  const taken = z
    .record(z.string(), z.json())
    .parse(JSON.parse(JSON.stringify({ datatype, normalize, nulls, checks, privacyClass, anonymize })));
  const copied: z.input<typeof copiedSchema> = {
    "etl-express": "column-rules",
    rules: { ...taken, ...copyRules(own.json) },
  };
  return JSON.stringify(copied, null, 1);
}

/** Rules that were copied; undefined where a clipboard holds something else. */
export function readCopied(text: string): CopiedRules | undefined {
  try {
    return copiedSchema.safeParse(JSON.parse(text)).data?.rules;
  } catch {
    return undefined;
  }
}
