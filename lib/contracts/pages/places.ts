import { z } from "zod";
import { sourceTableSchema } from "../source-schema.ts";
import { personSchema } from "./people.ts";

const textSchema = z.object({ en: z.string(), ru: z.string() });

/** A source or a store. Never a secret: `secretNames` says which are set. */
export const placeViewSchema = z.object({
  name: z.string(),
  title: z.string(),
  kind: z.string(),
  config: z.record(z.string(), z.unknown()),
  secretNames: z.array(z.string()),
  createdBy: personSchema.optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  archivedAt: z.iso.datetime().optional(),
  /** Modules whose newest revision or draft names it. */
  usedBy: z.array(z.string()),
});
export type PlaceView = z.infer<typeof placeViewSchema>;

/** What a live test found; a failed one is an error instead. */
export const placeTestSchema = z.object({
  server: z.string(),
  warnings: z.array(textSchema),
  milliseconds: z.number().nonnegative(),
});
export type PlaceTest = z.infer<typeof placeTestSchema>;

export const introspectionSchema = z.object({
  tables: z.array(sourceTableSchema),
  /** When the source was asked. */
  at: z.iso.datetime(),
});
export type Introspection = z.infer<typeof introspectionSchema>;

/** The statements an owner runs to make a role that can only read; absent where a kind of source has no roles. */
export const grantScriptSchema = z.object({ script: z.string().optional() });
export type GrantScript = z.infer<typeof grantScriptSchema>;

/** A file put in the browser. */
export const uploadViewSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  bytes: z.number().int().nonnegative(),
  createdAt: z.iso.datetime(),
  /** Absent while it is incomplete. */
  completedAt: z.iso.datetime().optional(),
});
export type UploadView = z.infer<typeof uploadViewSchema>;
