import { z } from "zod";

/** A column that search found; in a version where `version` is there, else in a draft. */
export const foundColumnSchema = z.object({
  module: z.string(),
  version: z.number().int().optional(),
  table: z.string(),
  column: z.string(),
  type: z.string().optional(),
});
export type FoundColumn = z.infer<typeof foundColumnSchema>;

export const foundColumnsSchema = z.object({
  columns: z.array(foundColumnSchema),
  /** There are more than these. */
  hasMore: z.boolean(),
});
