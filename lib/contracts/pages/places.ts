import { z } from "zod";
import { sourceTableSchema } from "../source-schema.ts";
import { textSchema } from "../text.ts";
import { personSchema } from "./people.ts";

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
  /** Environments in which some name means it. */
  boundIn: z.array(z.string()),
  /** What versions take there, in a list of stores. */
  usedBytes: z.number().nonnegative().optional(),
});
export type PlaceView = z.infer<typeof placeViewSchema>;

/** What one run cost a source, finished or not. */
export const runCostSchema = z.object({
  run: z.object({ id: z.string(), kind: z.string(), module: z.string() }),
  at: z.iso.datetime(),
  queries: z.number(),
  rows: z.number(),
  bytes: z.number(),
  seconds: z.number(),
  longestQuerySeconds: z.number(),
});
export type RunCost = z.infer<typeof runCostSchema>;

/** A source with what the newest runs that read it cost it. */
export const sourceViewSchema = placeViewSchema.extend({ costs: z.array(runCostSchema) });

/** What a document may name as a source: a source of the workspace, or a version of a module. */
export const readableSourceSchema = z.object({
  /** What the document names it by. */
  ref: z.string(),
  title: z.string(),
  version: z
    .object({ module: z.string(), number: z.union([z.number().int(), z.literal("latest")]) })
    .optional(),
});
export type ReadableSource = z.infer<typeof readableSourceSchema>;

/** What of a source is not as modules expect it: compared with how it was when each module's revision was kept. */
export const sourceDriftSchema = z.object({
  /** Absent where nobody has looked yet. */
  seenAt: z.iso.datetime().optional(),
  /** When it was first seen as it is; absent where it was never seen otherwise. */
  changedAt: z.iso.datetime().optional(),
  modules: z.array(
    z.object({
      module: z.string(),
      title: z.string(),
      /** Whether it is this source that the document names, and the environments where a name of it means this one. */
      asWritten: z.boolean(),
      environments: z.array(z.string()),
      /** Absent: nothing but a draft. */
      revision: z.number().int().optional(),
      /** Tables that read the source. */
      tables: z.array(z.string()),
      findings: z.array(
        z.object({ code: z.string(), table: z.string(), message: textSchema, path: z.string() }),
      ),
    }),
  ),
});
export type SourceDrift = z.infer<typeof sourceDriftSchema>;

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
