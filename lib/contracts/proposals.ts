import { z } from "zod";
import { columnTypeSchema } from "./column-type.ts";
import { textSchema } from "./text.ts";
import { dataNameSchema, privacyClassSchema } from "./vocabulary.ts";

/** How a document names a rule. */
export const proposedRuleSchema = z.strictObject({
  rule: z.string().min(1).max(100),
  with: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()]))
    .optional(),
});

/** What a first document would say of a column that nobody has described, and why. Never a value. */
export const columnProposalSchema = z.strictObject({
  privacyClass: privacyClassSchema,
  /** Where values are to be read as another type than the source's. */
  datatype: columnTypeSchema.optional(),
  normalize: z.array(proposedRuleSchema).readonly().optional(),
  /** Absent: it is published as it is. `drop`: it is left out. */
  anonymize: proposedRuleSchema.optional(),
  /** The rule to take where a column that is left out is wanted after all. */
  alternative: proposedRuleSchema.optional(),
  /** The kind of personal data it seems to hold, with how sure that is, 0–1. */
  kind: z.string().optional(),
  confidence: z.number().min(0).max(1).optional(),
  reason: textSchema,
});
export type ColumnProposal = z.infer<typeof columnProposalSchema>;

export const namedProposalSchema = columnProposalSchema.extend({ name: z.string() });

/** What a look at rows of a table found. */
export const tableLookSchema = z.object({
  /** Rows that were looked at, taken at random; no row leaves the process that counted them. */
  rows: z.number().int().nonnegative(),
  columns: z.array(namedProposalSchema),
});
export type TableLook = z.infer<typeof tableLookSchema>;

/** A table of a source, by name. */
export const tableRefSchema = z.strictObject({
  schema: z.string().min(1).max(120).optional(),
  name: dataNameSchema,
});
export type TableRef = z.infer<typeof tableRefSchema>;

/** A column as a first document would have it: why, and what of it leaves. */
export const proposedColumnSchema = z.object({
  ...namedProposalSchema.shape,
  /** What its class and rule come from, where no look at values decides them. */
  role: z.enum(["key", "reference"]).optional(),
});
export type ProposedColumn = z.infer<typeof proposedColumnSchema>;

export const moduleProposalSchema = z.object({
  document: z.json(),
  tables: z.array(
    z.object({
      name: z.string(),
      rows: z.number().int().nonnegative(),
      estimatedRows: z.number().int().nonnegative().optional(),
      columns: z.array(proposedColumnSchema),
    }),
  ),
  /** Tables that cannot be in a document, with the reason. */
  leftOut: z.array(z.object({ name: z.string(), reason: textSchema })),
});
export type ModuleProposal = z.infer<typeof moduleProposalSchema>;

/** Suggestions for one table of a draft. */
export const tableSuggestionsSchema = z.object({
  table: z.string(),
  rows: z.number().int().nonnegative(),
  /** Why the table could not be looked at. */
  skipped: textSchema.optional(),
  columns: z.array(z.object({ ...namedProposalSchema.shape, current: privacyClassSchema.optional() })),
});
export type TableSuggestions = z.infer<typeof tableSuggestionsSchema>;
