import { z } from "zod";
import { moduleSummarySchema, openReviewSchema } from "./modules.ts";
import { personSchema } from "./people.ts";
import { runSummarySchema } from "./runs.ts";
import { retentionViewSchema } from "./stores.ts";
import { alertViewSchema } from "./triggers.ts";
import { versionSummarySchema } from "./versions.ts";

export const auditEntrySchema = z.object({
  /** Grows; pages of the list name the last one seen. */
  id: z.string(),
  at: z.iso.datetime(),
  actor: personSchema.optional(),
  impersonatedBy: personSchema.optional(),
  /** An operation's id, or `sign-in`. */
  action: z.string(),
  subjectKind: z.string(),
  subject: z.string(),
  outcome: z.enum(["done", "refused", "failed"]),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const spaceViewSchema = z.object({
  /** Folders of the data folder that this process can see. */
  folders: z.array(
    z.object({
      id: z.enum(["record", "staging", "quarantine", "uploads", "stores"]),
      bytes: z.number().int().nonnegative(),
      files: z.number().int().nonnegative(),
    }),
  ),
  freeBytes: z.number().int().nonnegative().optional(),
  /** Largest first. */
  modules: z.array(
    z.object({
      module: z.string(),
      versions: z.number().int(),
      bytes: z.number().int().nonnegative(),
    }),
  ),
  /** How long the record keeps versions; absent: for ever. */
  retention: retentionViewSchema.optional(),
  mayManage: z.boolean(),
});
export type SpaceView = z.infer<typeof spaceViewSchema>;

/** Columns of one domain get equal pseudonyms for equal values, under one key id. */
export const linkageDomainViewSchema = z.object({
  name: z.string(),
  keys: z.array(
    z.object({
      id: z.string(),
      state: z.enum(["active", "retired", "destroyed"]),
      createdAt: z.iso.datetime(),
    }),
  ),
  /** Modules that use these keys; others that name the domain have keys of their own. */
  admitted: z.array(z.object({ module: z.string(), by: z.string(), at: z.iso.datetime() })),
});
export type LinkageDomainView = z.infer<typeof linkageDomainViewSchema>;

/** Versions whose pseudonyms a change of keys concerns. */
export const keyChangeSchema = z.object({
  /** The key now used; absent where none was made. */
  keyId: z.string().optional(),
  versions: z.array(z.object({ module: z.string(), number: z.number().int() })),
  /** Modules to be run again for their next versions to join. */
  runAgain: z.array(z.string()),
});
export type KeyChange = z.infer<typeof keyChangeSchema>;

/** What published values stood for: null where a value was not made by that rule under that key. */
export const reIdentifiedSchema = z.object({
  values: z.array(z.object({ published: z.string(), original: z.string().nullable() })),
});
export type ReIdentified = z.infer<typeof reIdentifiedSchema>;

/** What needs the person who looks, by role, and what happened lately. */
export const homeViewSchema = z.object({
  /** Revisions that the viewer may decide on. */
  reviews: z.array(openReviewSchema),
  /** Modules whose draft is ahead of its newest revision, the viewer's own first. */
  drafts: z.array(moduleSummarySchema),
  /** Modules whose reviewer asked for changes. */
  changesRequested: z.array(moduleSummarySchema),
  /** Newest versions of one's own modules that are made from a withdrawn one. */
  flaggedVersions: z.array(versionSummarySchema),
  failedRuns: z.array(runSummarySchema),
  /** What triggers have to tell the viewer, and they have not put away. */
  alerts: z.array(alertViewSchema),
  recentRuns: z.array(runSummarySchema),
  recentVersions: z.array(versionSummarySchema),
});
export type HomeView = z.infer<typeof homeViewSchema>;
