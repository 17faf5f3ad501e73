import { z } from "zod";
import { type CopiedRules, copiedMembers, copyRules } from "#lib/drafting";
import type { ColumnRow } from "./model/rows.ts";

/** How copied rules are written, so that they come from another tab too, and are told from a text. */
const copiedSchema = z.strictObject({
  "etl-express": z.literal("column-rules"),
  rules: z.partialRecord(z.enum(copiedMembers), z.json()),
});

/** What a row does with its column, as JSON: of a key, with the rule that its strategy is. */
export const writeCopied = ({ own, isPrimary, effective }: ColumnRow): string => {
  const rules = copyRules(own.json);
  const anonymize = isPrimary ? effective.anonymize : undefined;
  return JSON.stringify(
    {
      "etl-express": "column-rules",
      rules: { ...rules, ...(anonymize ? { anonymize } : {}) },
    } satisfies z.input<typeof copiedSchema>,
    null,
    1,
  );
};

/** Rules that were copied; undefined where a clipboard holds something else. */
export function readCopied(text: string): CopiedRules | undefined {
  try {
    return copiedSchema.safeParse(JSON.parse(text)).data?.rules;
  } catch {
    return undefined;
  }
}
