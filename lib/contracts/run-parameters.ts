import { z } from "zod";
import { longestParameter, parameterTypeIds } from "./ids.ts";

export const parameterTypeSchema = z.enum(parameterTypeIds);
export type ParameterType = z.infer<typeof parameterTypeSchema>;

/** A name that scripts write after a dollar sign: lower-case ASCII, so that no dialect folds it into another. */
export const parameterNamePattern = /^[a-z][a-z0-9_]{0,62}$/;
export const parameterNameSchema = z
  .string()
  .regex(parameterNamePattern, { message: "lower-case letters, digits and underscores, a letter first" });

export const parameterValueSchema = z.union([z.string().max(longestParameter), z.number(), z.boolean()]);
export type ParameterValue = z.infer<typeof parameterValueSchema>;

/** Values as somebody gave them, by name; what is not given takes its default. */
export const givenParametersSchema = z.record(parameterNameSchema, parameterValueSchema);
export type GivenParameters = z.infer<typeof givenParametersSchema>;

/**
 * A value that a run takes. Persisted JSON: with the run and in its version's provenance. Numbers are texts, so that none is
 * rounded: `12.50`; dates are `2026-03-29`, booleans `true` and `false`.
 */
export const runParameterSchema = z.strictObject({
  name: parameterNameSchema,
  type: parameterTypeSchema,
  /** Null: nobody gave one, and it has no default. */
  value: z.string().max(longestParameter).nullable(),
});
export type RunParameter = z.infer<typeof runParameterSchema>;
export const runParametersSchema = z.array(runParameterSchema).readonly();

/** What a document declares, as forms that ask for values need it. */
export const declaredParameterSchema = z.strictObject({
  name: parameterNameSchema,
  datatype: parameterTypeSchema,
  title: z.string().optional(),
  /** What it takes where nobody gives a value; a relative day stays one. */
  default: parameterValueSchema.optional(),
  /** A value has to be given, or be there as the default. */
  required: z.boolean().optional(),
  /** Of a choice. */
  choices: z.array(z.string().min(1).max(longestParameter)).optional(),
});
export type DeclaredParameter = z.infer<typeof declaredParameterSchema>;
