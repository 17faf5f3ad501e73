import { z } from "zod";
import { columnTypeSchema } from "./column-type.ts";

/** A column that a source or a staged table offers. */
export const sourceColumnSchema = z.object({
  name: z.string(),
  /** The source's own word, for people. */
  nativeType: z.string(),
  datatype: columnTypeSchema,
  nullable: z.boolean(),
});
export type SourceColumn = z.infer<typeof sourceColumnSchema>;

/** A table as introspection finds it. */
export const sourceTableSchema = z.object({
  schema: z.string().optional(),
  name: z.string(),
  kind: z.enum(["table", "view", "file"]),
  estimatedRows: z.number().int().nonnegative().optional(),
  columns: z.array(sourceColumnSchema),
  primaryKey: z.array(z.string()),
  foreignKeys: z.array(
    z.object({
      columns: z.array(z.string()),
      references: z.object({
        schema: z.string().optional(),
        table: z.string(),
        columns: z.array(z.string()),
      }),
    }),
  ),
});
export type SourceTable = z.infer<typeof sourceTableSchema>;
