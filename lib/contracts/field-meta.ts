import { z } from "zod";

/**
 * What a schema's `.meta()` may say of a parameter beside its label and help, so that a form offers what can stand there
 * without knowing the rule.
 */
export const fieldMetaSchema = z.object({
  /** The text names something of the module: it is chosen, not typed. */
  names: z.enum(["column", "table", "hierarchy", "domain"]).optional(),
  /** The parameter beside it that names the table whose columns are meant; the rule's own table unless said. */
  columnsOf: z.string().optional(),
  /** The text is written in a language of its own. */
  language: z.enum(["re2", "expression", "python"]).optional(),
  /** The object is a use of another rule. */
  use: z.enum(["anonymizer"]).optional(),
  /** Asked for only while the field beside it has one of these values. */
  when: z.object({ field: z.string(), is: z.array(z.string()) }).optional(),
});
export type FieldMeta = z.infer<typeof fieldMetaSchema>;
