import { z } from "zod";
import { histogramSchema } from "../reports.ts";
import { privacyClassSchema } from "../vocabulary.ts";
import { diagnosticSchema } from "./modules.ts";

/** The stages whose outcome can be previewed: what follows them only copies it. */
export const previewStageIds = ["extract", "transform", "cleanse", "keys", "anonymize", "protect"] as const;
export const previewStageSchema = z.enum(previewStageIds);
export type PreviewStage = z.infer<typeof previewStageSchema>;

export const sampleKindIds = ["first", "random", "stratified", "failing", "key"] as const;
export type SampleKind = (typeof sampleKindIds)[number];

/** The most rows of a sample. */
export const mostSampleRows = 10_000;
const rows = z.number().int().min(1).max(mostSampleRows).default(1000);

/** Which rows of a table are looked at; all but `first` choose among the rows of a larger, bounded look. */
export const sampleSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("first"), rows }),
  /** `seed` names one of many samples, so that the same one can be seen again. */
  z.strictObject({ kind: z.literal("random"), rows, seed: z.number().int().min(0).max(1e9).default(1) }),
  /** Equal shares of the values of a transformed column. */
  z.strictObject({ kind: z.literal("stratified"), rows, column: z.string().min(1).max(200) }),
  /** Rows that a rule takes out, or whose value a rule changed or warned about. */
  z.strictObject({ kind: z.literal("failing"), rows }),
  /** Rows whose primary key is written so, or reads so once it is cleansed; parts of a composite key by commas. */
  z.strictObject({ kind: z.literal("key"), rows, value: z.string().min(1).max(1000) }),
]);
export type Sample = z.output<typeof sampleSchema>;

/** What a value is shown beside: the one this stage got, or the one the source gave. */
export const previewCompareSchema = z.enum(["stage", "source"]);
export type PreviewCompare = z.infer<typeof previewCompareSchema>;

const count = z.number().int().nonnegative();
const cell = z.string().nullable();

export const previewProfileSchema = z.object({
  /** Shares of the sample's rows without a value, before where that may be seen. */
  nullBefore: z.number().min(0).max(1).optional(),
  nullAfter: z.number().min(0).max(1),
  /** Different values among those present; absent where the values may not be seen. */
  distinct: count.optional(),
  /** Rows by what the column's rules say of them; together all rows of the sample. */
  valid: count,
  error: count,
  empty: count,
  histogram: histogramSchema.optional(),
});
export type PreviewProfile = z.infer<typeof previewProfileSchema>;

export const previewColumnSchema = z.object({
  name: z.string(),
  datatype: z.string(),
  /** The column it is compared with, where it has another name or type there. */
  from: z.string().optional(),
  fromDatatype: z.string().optional(),
  privacyClass: privacyClassSchema.optional(),
  /** The anonymization rule that publishes it. */
  rule: z.string().optional(),
  /** Why its values are not shown: it does not leave, or nobody has approved yet how it leaves. */
  hidden: z.enum(["not-published", "not-approved"]).optional(),
  profile: previewProfileSchema,
});
export type PreviewColumn = z.infer<typeof previewColumnSchema>;

export const rowFateIds = ["kept", "rejected", "deduplicated", "suppressed"] as const;
export type RowFate = (typeof rowFateIds)[number];

/** A rule that acted on the sample. */
export const previewRuleSchema = z.object({
  ordinal: count,
  code: z.string(),
  column: z.string().optional(),
  rule: z.string().optional(),
  action: z.string(),
  /** Rows it took out. */
  removed: count,
  /** Rows it found violated, those it took out among them. */
  violated: count,
});
export type PreviewRule = z.infer<typeof previewRuleSchema>;

export const previewRowSchema = z.object({
  /** Its number in the look at the source, from 1; the same as long as the sample is kept. */
  number: count,
  fate: z.enum(rowFateIds),
  /** The rule that took it out. */
  reason: count.optional(),
  /** Values as the stage left them; of a row that is gone, none. */
  after: z.array(cell),
  /** Values that were different before: place of the column and the value. */
  before: z.array(z.tuple([count, cell])),
  /** Rules of columns that the row violated, by ordinal. */
  violated: z.array(count),
});
export type PreviewRow = z.infer<typeof previewRowSchema>;

/** A table as a stage leaves it, on a sample, under keys that are thrown away. */
export const previewSchema = z.object({
  table: z.string(),
  /** Where its sources were read; absent: as the document is written. */
  environment: z.string().optional(),
  /** The stage that is shown: the one asked for, or the last that could be reached. */
  stage: previewStageSchema,
  compare: previewCompareSchema,
  /** Whether values may be seen that nothing has anonymized. */
  raw: z.boolean(),
  sample: z.object({
    kind: z.enum(sampleKindIds),
    rows: count,
    /** Rows of the table that were looked at to choose from, and whether these were all of it. */
    looked: count,
    complete: z.boolean(),
  }),
  /** Other tables that were read for it; of one that was not read to its end, a missing parent means nothing. */
  others: z.array(z.object({ table: z.string(), rows: count, complete: z.boolean() })),
  /** Columns that the stage got. */
  columnsIn: z.array(z.object({ name: z.string(), datatype: z.string() })),
  columns: z.array(previewColumnSchema),
  rows: z.array(previewRowSchema),
  offset: count,
  counts: z.object({ kept: count, rejected: count, deduplicated: count, suppressed: count }),
  rules: z.array(previewRuleSchema),
  /** What stands in the way of more, at its place in the document. */
  obstacles: z.array(diagnosticSchema),
  /** Why the stage asked for was not reached. */
  stopped: z
    .object({
      code: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
      place: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    })
    .optional(),
  /** Bytes that scripts have printed; reading them is an operation of its own. */
  printed: count.optional(),
  /** Whether the source was left alone because the sample was still there. */
  warm: z.boolean(),
  milliseconds: count,
});
export type Preview = z.infer<typeof previewSchema>;

/** What a script printed when it was tried on a sample, and its own lines of a traceback. */
export const previewOutputSchema = z.object({
  stage: z.string(),
  table: z.string(),
  column: z.string().optional(),
  bytes: count,
  isCut: z.boolean(),
  text: z.string(),
  trace: z.string(),
  line: z.number().optional(),
});
export type PreviewOutput = z.infer<typeof previewOutputSchema>;
