import { z } from "zod";
import { runStateIds, slugPattern, stageIds } from "./ids.ts";

/** How a column relates to a person; every published column has one. */
export const privacyClassSchema = z.enum([
  "direct-identifier",
  "quasi-identifier",
  "sensitive",
  "insensitive",
]);
export type PrivacyClass = z.infer<typeof privacyClassSchema>;

/** What happens to a value that violates a check. */
export const violationPolicySchema = z.enum(["reject", "null", "default", "clamp", "warn", "fail"]);
export type ViolationPolicy = z.infer<typeof violationPolicySchema>;

export const castFailurePolicySchema = z.enum(["reject", "null", "default", "warn", "fail"]);
export type CastFailurePolicy = z.infer<typeof castFailurePolicySchema>;

export const orphanPolicySchema = z.enum(["reject", "null", "keep", "fail"]);
export type OrphanPolicy = z.infer<typeof orphanPolicySchema>;

/** How levels of hierarchies are chosen: one a column, or its own for every class, cut strictly or not. */
export const searchMethods = ["optimal", "multidimensional", "multidimensional-relaxed"] as const;
export const searchMethodSchema = z.enum(searchMethods);
export type SearchMethod = z.infer<typeof searchMethodSchema>;

export const stageIdSchema = z.enum(stageIds);
export type StageId = z.infer<typeof stageIdSchema>;

export const runKindSchema = z.enum(["trial", "publication"]);
export type RunKind = z.infer<typeof runKindSchema>;

export const runStateSchema = z.enum(runStateIds);
export type RunState = z.infer<typeof runStateSchema>;

/** A linkage domain: person.phone where modules share it, module/table.column where it is one module's own. */
export const domainNameSchema = z.string().trim().min(1).max(400);

/** Names of modules, sources, stores: short, stable, safe in an address and in SQL. */
export const slugSchema = z
  .string()
  .regex(slugPattern, { message: "lower-case letters, digits and hyphens, a letter first" });

/** Names of tables and columns, as data has them: any script, no control characters. */
export const dataNameSchema = z
  .string()
  .min(1)
  .max(120)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  .regex(/^[^\u0000-\u001f\u007f]+$/, { message: "no control characters" })
  .refine((text) => !text.startsWith("__"), { message: "names that start with __ are kept for the engine" });
