import { z } from "zod";
import { approvalStateIds } from "../ids.ts";
import { packageLockSchema } from "../packages.ts";
import { declaredParameterSchema } from "../run-parameters.ts";
import { textSchema } from "../text.ts";
import { undecidedColumnSchema } from "../undecided-columns.ts";
import { privacyClassSchema, runStateSchema } from "../vocabulary.ts";
import { environmentChoiceSchema } from "./environments.ts";
import { personSchema } from "./people.ts";
import { errorDataSchema, runSummarySchema } from "./runs.ts";
import { versionSummarySchema } from "./versions.ts";

/** A {@link Diagnostic} as it is sent. */
export const diagnosticSchema = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  message: textSchema,
  path: z.array(z.union([z.string(), z.number()])),
});

/**
 * Where the newest revision stands. `stale`: it was approved, and what decides its output (a source, a store, a rule's
 * version) has changed since.
 */
export const approvalStateSchema = z.enum(approvalStateIds);
export type ApprovalState = z.infer<typeof approvalStateSchema>;

export const moduleSummarySchema = z.object({
  name: z.string(),
  title: z.string(),
  /** In the environment that follows. */
  state: approvalStateSchema,
  environment: z.string().optional(),
  createdBy: personSchema.optional(),
  createdAt: z.iso.datetime(),
  archivedAt: z.iso.datetime().optional(),
  draftUpdatedAt: z.iso.datetime().optional(),
  draftUpdatedBy: personSchema.optional(),
  /** The draft holds changes that no revision has. */
  draftAhead: z.boolean(),
  revision: z.number().int().optional(),
  sources: z.array(z.string()),
  tables: z.number().int().nonnegative(),
  columns: z.number().int().nonnegative(),
  /** Published columns of any class but `insensitive`. */
  personalColumns: z.number().int().nonnegative(),
  lastRun: runSummarySchema.optional(),
  /** What starts its runs by itself: how many there are, how many are paused, and the next planned instant. */
  triggers: z.object({
    count: z.number().int(),
    paused: z.number().int(),
    nextAt: z.iso.datetime().optional(),
  }),
  /** As the document is written, else of the environment that made the newest. */
  latestVersion: z.object({ number: z.number().int(), environment: z.string().optional() }).optional(),
});
export type ModuleSummary = z.infer<typeof moduleSummarySchema>;

export const draftViewSchema = z.object({
  /** The document as it was written; half-finished ones too. */
  document: z.unknown(),
  /** Names the state that was seen; a save with an older one is refused (`draft-stale`). */
  etag: z.number().int(),
  baseRevision: z.number().int().optional(),
  updatedBy: personSchema,
  updatedAt: z.iso.datetime(),
  /** As an executable document: what stands between the draft and a revision. */
  diagnostics: z.array(diagnosticSchema),
});
export type DraftView = z.infer<typeof draftViewSchema>;

export const savedDraftSchema = z.object({
  etag: z.number().int(),
  updatedAt: z.iso.datetime(),
  diagnostics: z.array(diagnosticSchema),
  /** Values of classed columns that were moved out of the document, to be kept encrypted beside it. */
  movedValues: z.number().int(),
  /** As it was kept; absent where that is what was sent. */
  document: z.unknown().optional(),
});
export type SavedDraft = z.infer<typeof savedDraftSchema>;

/** Checkpoints that a module has at most: the oldest goes when one more comes. */
export const mostCheckpoints = 50;

/** A state of the draft that somebody gave a name. */
export const checkpointSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  createdBy: personSchema,
  createdAt: z.iso.datetime(),
  tables: z.number().int().nonnegative(),
  columns: z.number().int().nonnegative(),
});
export type CheckpointSummary = z.infer<typeof checkpointSummarySchema>;

export const checkpointViewSchema = checkpointSummarySchema.extend({ document: z.unknown() });
export type CheckpointView = z.infer<typeof checkpointViewSchema>;

/** Who else has a module's editor open, and the state of the draft that all of them work on. */
export const editorsPresentSchema = z.object({
  /** Other tabs, last seen first; a person may have several. */
  others: z.array(
    z.object({
      person: personSchema,
      /** What they look at, in the editor's own words: `columns/customers`. */
      place: z.string(),
      seenAt: z.iso.datetime(),
    }),
  ),
  etag: z.number().int(),
  updatedBy: personSchema,
  updatedAt: z.iso.datetime(),
  /** Whoever started it. */
  newestRun: z.object({ id: z.string(), state: runStateSchema }).optional(),
});
export type EditorsPresent = z.infer<typeof editorsPresentSchema>;

/** Values to write as one. */
export const clusterSchema = z.object({
  to: z.string(),
  from: z.array(z.string()),
  /** Rows whose value would change. */
  rows: z.number().int(),
});
export type ClusterView = z.infer<typeof clusterSchema>;

/** What was found to look like one value, for those who may see raw data. */
export const proposedMergesSchema = z.object({
  table: z.string(),
  column: z.string(),
  /** Values that were looked at, and whether that was all of the table. */
  rows: z.number().int(),
  isComplete: z.boolean(),
  /** About how many different values they have. */
  distinct: z.number().int(),
  clusters: z.array(clusterSchema),
  /** Clusters beyond those, of fewer rows. */
  more: z.number().int(),
});
export type ProposedMerges = z.infer<typeof proposedMergesSchema>;

/** Values that a document refers to, for those who may see raw data. */
export const artefactValuesSchema = z.object({
  artefact: z.string(),
  kind: z.string(),
  count: z.number().int(),
  value: z.json(),
});
export type ArtefactValues = z.infer<typeof artefactValuesSchema>;

export const revisionSummarySchema = z.object({
  id: z.string(),
  number: z.number().int(),
  parentNumber: z.number().int().optional(),
  /** The approval hash when it was saved. */
  contentHash: z.string(),
  author: personSchema,
  message: z.string(),
  createdAt: z.iso.datetime(),
  /** The decision that counts now; absent while nobody decided. */
  review: z.enum(["requested", "approved", "changes-requested", "revoked"]).optional(),
  /** Where that counts; absent: as the document is written. */
  environment: z.string().optional(),
});
export type RevisionSummary = z.infer<typeof revisionSummarySchema>;

export const revisionViewSchema = revisionSummarySchema.extend({ document: z.unknown() });
export type RevisionView = z.infer<typeof revisionViewSchema>;

/** A change of meaning between two documents. Values of classed columns never show: counts do. */
export const documentChangeSchema = z.object({
  /** What was changed: table, column, rule, key, privacy, source, store, script, text … */
  kind: z.string(),
  action: z.enum(["added", "removed", "changed", "moved"]),
  path: z.array(z.union([z.string(), z.number()])),
  text: textSchema,
  /** Changes what a run gives, and so needs a new approval. */
  deciding: z.boolean().optional(),
  before: z.string().optional(),
  after: z.string().optional(),
});
export type DocumentChangeView = z.infer<typeof documentChangeSchema>;

export const revisionDiffSchema = z.object({
  module: z.string(),
  /** A revision's number, or the draft. */
  from: z.union([z.number().int(), z.literal("draft")]),
  to: z.union([z.number().int(), z.literal("draft")]),
  changes: z.array(documentChangeSchema),
  /** The documents as text, for a text comparison. */
  fromText: z.string(),
  toText: z.string(),
});
export type RevisionDiff = z.infer<typeof revisionDiffSchema>;

export const reviewStepSchema = z.object({
  id: z.string(),
  /** Where it counts; absent: as the document is written. */
  environment: z.string().optional(),
  state: z.enum(["requested", "approved", "changes-requested", "revoked"]),
  reviewer: personSchema,
  approvedHash: z.string().optional(),
  comment: z.string(),
  acknowledged: z.array(z.string()),
  at: z.iso.datetime(),
});
export type ReviewStep = z.infer<typeof reviewStepSchema>;

/** A published column and how it leaves, beside how it left when last approved. */
export const reviewColumnSchema = z.object({
  table: z.string(),
  column: z.string(),
  privacyClass: privacyClassSchema.optional(),
  rule: z.string().optional(),
  /** The rule's parameters as JSON text, values of the data counted instead. */
  parameters: z.string().optional(),
  previous: z
    .object({
      privacyClass: privacyClassSchema.optional(),
      rule: z.string().optional(),
      parameters: z.string().optional(),
    })
    .optional(),
  change: z.enum(["added", "changed", "same"]),
  /** What the module's policy calls the rule's output: pseudonymised, or the method of a law. */
  policyLabels: z.array(textSchema),
});
export type ReviewColumn = z.infer<typeof reviewColumnSchema>;

/** Something that the privacy models do not protect against; the reviewer acknowledges its id. */
export const notCoveredSchema = z.object({ id: z.string(), table: z.string(), text: textSchema });

/** All a reviewer needs to decide on a revision. */
export const reviewViewSchema = z.object({
  module: z.string(),
  revision: z.number().int(),
  revisionId: z.string(),
  /** Where it would run; absent: as the document is written. */
  environment: z.string().optional(),
  state: approvalStateSchema,
  /** Exactly what would be approved, computed now; sent back with the approval. */
  contentHash: z.string(),
  approvedHash: z.string().optional(),
  author: personSchema,
  message: z.string(),
  createdAt: z.iso.datetime(),
  steps: z.array(reviewStepSchema),
  /** Who edited since the last approval, and so may not approve. */
  editors: z.array(personSchema),
  /** The revision approved before this one, which `changes` and `columns` are compared with. */
  comparedWith: z.number().int().optional(),
  changes: z.array(documentChangeSchema),
  columns: z.array(reviewColumnSchema),
  removedColumns: z.array(z.object({ table: z.string(), column: z.string() })),
  notCovered: z.array(notCoveredSchema),
  /** The policy profiles that the rules were judged by. */
  policies: z.array(z.object({ id: z.string(), title: textSchema, summary: textSchema })),
  /** Where the module chose HIPAA Safe Harbor: of which columns the newest trial could not tell; absent before any trial. */
  safeHarbor: z.object({ undecided: z.array(undecidedColumnSchema).optional() }).optional(),
  /** Where the module has scripts in Python: the packages they use, and whether they may run without a sandbox. */
  python: z.object({ lock: packageLockSchema.optional(), allowUnsandboxed: z.boolean() }).optional(),
  /** The newest trial of this revision, whose reports are on its page. */
  lastTrial: z.string().optional(),
  /** What the document's names mean in the environment. */
  bindings: z.array(z.object({ name: z.string(), place: z.string() })).optional(),
  /** Why it cannot run in the environment, as that is now. */
  obstacle: errorDataSchema.optional(),
  /** Whether the viewer may approve, and if not, why: an error code. */
  mayApprove: z.boolean(),
  refusal: z.string().optional(),
});
export type ReviewView = z.infer<typeof reviewViewSchema>;

export const openReviewSchema = z.object({
  module: z.string(),
  revision: z.number().int(),
  /** Where it is to run; absent: as the document is written. */
  environment: z.string().optional(),
  requestedBy: personSchema,
  requestedAt: z.iso.datetime(),
});
export type OpenReviewView = z.infer<typeof openReviewSchema>;

export const moduleDetailSchema = z.object({
  summary: moduleSummarySchema,
  description: z.string(),
  /** Where it can run beside as it is written. */
  environments: z.array(environmentChoiceSchema),
  /** Parameters of the newest revision: what its runs are asked for. */
  parameters: z.array(declaredParameterSchema),
  draft: draftViewSchema,
  /** Newest first. */
  revisions: z.array(revisionSummarySchema),
  /** Of the newest revision; absent while there is none. */
  review: reviewViewSchema.optional(),
  /** Newest first. */
  runs: z.array(runSummarySchema),
  versions: z.array(versionSummarySchema),
  /** JSON Schema of the document, for completion in the editor. */
  jsonSchema: z.record(z.string(), z.unknown()),
});
export type ModuleDetail = z.infer<typeof moduleDetailSchema>;
