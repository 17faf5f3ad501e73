import { z } from "zod";

/**
 * What a document holds in place of values of a classed column: the name of their encrypted artefact. Persisted JSON: a
 * change needs a migration. The name is keyed, so that nobody finds a short list by hashing guesses.
 */
export const valueReferenceSchema = z.strictObject({
  artefact: z.string().regex(/^hmac-sha256:[0-9a-f]{64}$/),
  /** How many values it holds; what is shown of them. */
  count: z.number().int().nonnegative(),
});
export type ValueReference = z.infer<typeof valueReferenceSchema>;

export const isValueReference = (value: unknown): value is ValueReference =>
  valueReferenceSchema.safeParse(value).success;
