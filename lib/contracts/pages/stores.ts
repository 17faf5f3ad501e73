import { z } from "zod";
import { textSchema } from "../text.ts";
import { personSchema } from "./people.ts";

const bytes = z.number().nonnegative();

/**
 * Which versions a place keeps. One is kept where any of the first two says so; the newest of a module, and one that somebody marked
 * as kept, always is. Persisted JSON: a change must still read what older versions wrote.
 */
export const retentionPolicySchema = z
  .strictObject({
    /** The last so many versions of each module. */
    keepLast: z.number().int().min(1).max(10_000).optional(),
    /** Versions that are younger than so many days. */
    keepDays: z.number().int().min(1).max(36_500).optional(),
    /** Withdrawn versions go so many days after their withdrawal, whatever the others say. */
    withdrawnDays: z.number().int().min(0).max(36_500).optional(),
    /** Versions that others were made from go too. */
    evenMadeFrom: z.boolean().optional(),
  })
  .refine(
    ({ keepLast, keepDays, withdrawnDays }) =>
      keepLast !== undefined || keepDays !== undefined || withdrawnDays !== undefined,
    { message: "keepLast" },
  );
export type RetentionPolicy = z.infer<typeof retentionPolicySchema>;

export const storeMoveStateSchema = z.enum(["queued", "running", "succeeded", "failed", "stopped"]);
export type StoreMoveState = z.infer<typeof storeMoveStateSchema>;

/** A version that a place holds. */
/** A store does not show a version to readers yet: it is tried again. */
export const notShownSchema = z.object({
  triedAt: z.iso.datetime().optional(),
  failure: z.object({ en: z.string(), ru: z.string() }).optional(),
});
export type NotShown = z.infer<typeof notShownSchema>;

export const heldVersionSchema = z.object({
  module: z.string(),
  number: z.number().int(),
  createdAt: z.iso.datetime(),
  withdrawnAt: z.iso.datetime().optional(),
  bytes,
  isLatest: z.boolean(),
  kept: z.boolean(),
  byScript: z.boolean(),
  notShown: notShownSchema.optional(),
});
export type HeldVersion = z.infer<typeof heldVersionSchema>;

export const retentionPreviewSchema = z.object({
  /** What would go now. */
  removed: z.array(heldVersionSchema.extend({ why: z.enum(["older", "withdrawn"]) })),
  /** What would go if nothing were made from it. */
  spared: z.array(
    heldVersionSchema.extend({ madeFrom: z.array(z.object({ module: z.string(), number: z.number() })) }),
  ),
  keptVersions: z.number().int(),
  freedBytes: bytes,
});
export type RetentionPreview = z.infer<typeof retentionPreviewSchema>;

export const retentionViewSchema = z.object({
  policy: retentionPolicySchema,
  changedBy: personSchema.optional(),
  changedAt: z.iso.datetime(),
  carriedOutAt: z.iso.datetime().optional(),
});
export type RetentionView = z.infer<typeof retentionViewSchema>;

export const orphanViewSchema = z.object({
  runId: z.string(),
  module: z.string(),
  location: z.string(),
  bytes,
  firstSeenAt: z.iso.datetime(),
  /** When it is removed. */
  goesAt: z.iso.datetime(),
  /** Why that did not succeed the last time; it is tried again. */
  failure: textSchema.optional(),
  failedAt: z.iso.datetime().optional(),
});
export type OrphanView = z.infer<typeof orphanViewSchema>;

export const storeMoveViewSchema = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  module: z.string().optional(),
  state: storeMoveStateSchema,
  total: z.number().int(),
  done: z.number().int(),
  skipped: z.number().int(),
  error: textSchema.optional(),
  requestedBy: personSchema.optional(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
});
export type StoreMoveView = z.infer<typeof storeMoveViewSchema>;

/** What a store holds, and how it is kept in order. */
export const storeContentsSchema = z.object({
  usedBytes: bytes,
  /** Absent where the store does not tell. */
  freeBytes: bytes.optional(),
  modules: z.array(z.object({ module: z.string(), versions: z.number().int(), bytes })),
  versions: z.array(heldVersionSchema),
  retention: retentionViewSchema.optional(),
  orphans: z.array(orphanViewSchema),
  moves: z.array(storeMoveViewSchema),
  /** Stores that versions can be moved to. */
  others: z.array(z.object({ name: z.string(), title: z.string(), kind: z.string() })),
  mayManage: z.boolean(),
  mayKeep: z.boolean(),
});
export type StoreContents = z.infer<typeof storeContentsSchema>;
