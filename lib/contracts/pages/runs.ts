import { z } from "zod";
import { reportsSchema } from "../reports.ts";
import { runEventSchema } from "../run-event.ts";
import { runParametersSchema } from "../run-parameters.ts";
import { runCauseSchema } from "../triggers.ts";
import { runKindSchema, runStateSchema, stageIdSchema } from "../vocabulary.ts";
import { personSchema } from "./people.ts";

/** An error as plain data; `errorMessage` of the kernel makes it a sentence. */
export const errorDataSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  place: z
    .object({
      stage: z.string(),
      table: z.string(),
      column: z.string(),
      rule: z.string(),
      row: z.number(),
      line: z.number(),
      path: z.string(),
    })
    .partial()
    .optional(),
});

export const runSummarySchema = z.object({
  id: z.string(),
  module: z.string(),
  revision: z.number().int(),
  kind: runKindSchema,
  state: runStateSchema,
  attempt: z.number().int(),
  /** At most this many rows a table. */
  sample: z.number().int().optional(),
  requestedBy: personSchema.optional(),
  /** Where it runs; absent: as the document is written. */
  environment: z.string().optional(),
  /** What made it, where that was no person. */
  cause: runCauseSchema.optional(),
  parameters: runParametersSchema,
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
  error: errorDataSchema.optional(),
  /** It has not failed: its source is busy with others, which `error` tells, and the next attempt comes then. */
  waitsUntil: z.iso.datetime().optional(),
  /** The version it published. */
  version: z.number().int().optional(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

export const runStageViewSchema = z.object({
  attempt: z.number().int(),
  stage: stageIdSchema,
  state: z.enum(["started", "finished", "failed"]),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
});
export type RunStageView = z.infer<typeof runStageViewSchema>;

/** Rejected raw rows of a table: how many are kept, and until when. Looking at them is an operation of its own. */
export const quarantineSummarySchema = z.object({
  table: z.string(),
  rows: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  /** False: nothing was kept (over the size cap), or it has expired. */
  kept: z.boolean(),
  expiresAt: z.iso.datetime(),
});
export type QuarantineSummary = z.infer<typeof quarantineSummarySchema>;

/** What a script printed, without the text: reading it is an operation of its own. */
export const scriptOutputSummarySchema = z.object({
  id: z.string(),
  attempt: z.number().int(),
  stage: z.string(),
  table: z.string(),
  column: z.string().optional(),
  bytes: z.number().int().nonnegative(),
  isCut: z.boolean(),
  /** Where the script failed. */
  line: z.number().int().optional(),
  at: z.iso.datetime(),
});
export type ScriptOutputSummary = z.infer<typeof scriptOutputSummarySchema>;

export const scriptOutputTextSchema = z.object({ text: z.string(), trace: z.string() });
export type ScriptOutputText = z.infer<typeof scriptOutputTextSchema>;

export const runDetailSchema = runSummarySchema.extend({
  cancelRequestedAt: z.iso.datetime().optional(),
  cancelRequestedBy: personSchema.optional(),
  lastEventSeq: z.number().int().nonnegative(),
  /** In the order of the attempts and of the run. */
  stages: z.array(runStageViewSchema),
  /** The newest events, in order; earlier ones are asked for with `listRunEvents`. */
  events: z.array(runEventSchema),
  /** Tables of the document, in their order. */
  tables: z.array(z.object({ name: z.string(), publish: z.boolean() })),
  /** Of a finished trial or publication. */
  reports: reportsSchema.optional(),
  quarantine: z.array(quarantineSummarySchema),
  scriptOutputs: z.array(scriptOutputSummarySchema),
  mayReadOutput: z.boolean(),
  /** Median seconds of this module's earlier finished runs of this kind. */
  usualSeconds: z.number().optional(),
  mayCancel: z.boolean(),
  mayRetry: z.boolean(),
  mayLook: z.boolean(),
});
export type RunDetail = z.infer<typeof runDetailSchema>;

/** Raw rows as extracted, with why each was rejected. For those who may look at raw data, and audited. */
export const quarantineRowsSchema = z.object({
  table: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.unknown())),
  total: z.number().int().nonnegative(),
});
export type QuarantineRows = z.infer<typeof quarantineRowsSchema>;
