import { z } from "zod";
import { columnTypeSchema } from "./column-type.ts";
import { tableCountsSchema } from "./reports.ts";
import { runParametersSchema } from "./run-parameters.ts";

export const manifestColumnSchema = z.object({
  name: z.string(),
  datatype: columnTypeSchema,
  nullable: z.boolean(),
  description: z.string().optional(),
});

export const manifestTableSchema = z.object({
  name: z.string(),
  title: z.string().optional(),
  file: z.string(),
  mediaType: z.literal("application/vnd.apache.parquet"),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().nonnegative(),
  counts: tableCountsSchema,
  columns: z.array(manifestColumnSchema),
  primaryKey: z.array(z.string()),
  foreignKeys: z.array(
    z.object({
      columns: z.array(z.string()),
      references: z.object({ table: z.string(), columns: z.array(z.string()) }),
    }),
  ),
  /** Columns whose values the document wants apart, together, beside the primary key; absent where there are none. */
  unique: z.array(z.array(z.string())).optional(),
});
export type ManifestTable = z.infer<typeof manifestTableSchema>;

/** The immutable content of a version. Persisted JSON: a change needs a new `format`. `versionId` is SHA-256 over its RFC 8785 form. */
export const manifestSchema = z.object({
  format: z.literal(1),
  module: z.string(),
  tables: z.array(manifestTableSchema),
  /** SHA-256 of what decided the output (see the approval hash). */
  contentHash: z.string(),
  runId: z.string(),
  /** Where it was made; absent: as the document is written. */
  environment: z.string().optional(),
  /** The values that scripts took; absent where the document declares none. */
  parameters: runParametersSchema.optional(),
  previous: z.string().optional(),
});
export type Manifest = z.infer<typeof manifestSchema>;
