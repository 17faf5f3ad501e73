import { z } from "zod";
import { columnTypeSchema } from "./column-type.ts";
import { ruleCodeIds } from "./ids.ts";
import { runParametersSchema } from "./run-parameters.ts";
import { textSchema } from "./text.ts";
import { runCauseSchema } from "./triggers.ts";
import { privacyClassSchema, runKindSchema, searchMethodSchema } from "./vocabulary.ts";

const count = z.number().int().nonnegative();

/**
 * `transformed + carried = published + rejected + deduplicated + suppressed`, each row with one reason, its earliest. `carried`:
 * rows taken over from the version before as they were published there; absent where the table was read whole.
 */
export const tableCountsSchema = z.object({
  extracted: count,
  transformed: count,
  carried: count.optional(),
  published: count,
  rejected: count,
  deduplicated: count,
  suppressed: count,
});
export type TableCounts = z.infer<typeof tableCountsSchema>;

/** A count that published texts may show: exact, or "fewer than k" where it is below the table's k. */
export const coarseCountSchema = z.union([count, z.object({ fewerThan: count })]);
export type CoarseCount = z.infer<typeof coarseCountSchema>;

/** How often a rule acted. `column` is absent for a rule of the table (a key, a foreign key, a privacy model). */
export const ruleCountSchema = z.object({
  code: z.enum(ruleCodeIds),
  column: z.string().optional(),
  rule: z.string().optional(),
  /** What was done: reject, null, default, clamp, warn, fail, deduplicate, suppress, keep. */
  action: z.string(),
  rows: coarseCountSchema,
});
export type RuleCount = z.infer<typeof ruleCountSchema>;

export const histogramSchema = z.object({
  /** `range` bins have `from` and `to`; `category` bins have a label. Bins below k are left out and counted in `other`. */
  kind: z.enum(["range", "category"]),
  bins: z.array(
    z.object({
      from: z.string().optional(),
      to: z.string().optional(),
      label: z.string().optional(),
      rows: count,
    }),
  ),
  other: coarseCountSchema,
});
export type Histogram = z.infer<typeof histogramSchema>;

/** Statistics of one published column: of the published data only; numbers as text where they may be exact decimals. */
export const columnStatisticsSchema = z.object({
  name: z.string(),
  datatype: columnTypeSchema,
  nullShareBefore: z.number().min(0).max(1),
  nullShareAfter: z.number().min(0).max(1),
  distinct: coarseCountSchema,
  minimum: z.string().optional(),
  maximum: z.string().optional(),
  mean: z.string().optional(),
  quantiles: z.array(z.object({ q: z.number(), value: z.string() })).optional(),
  histogram: histogramSchema.optional(),
});
export type ColumnStatistics = z.infer<typeof columnStatisticsSchema>;

export const tableVerdictSchema = z.object({
  rule: z.string(),
  column: z.string().optional(),
  /** What the document says to do: warn or fail. */
  action: z.string(),
  outcome: z.enum(["passed", "violated", "not-comparable"]),
  figure: z.number().optional(),
});
export type TableVerdict = z.infer<typeof tableVerdictSchema>;

export const qualityReportSchema = z.object({
  tables: z.array(
    z.object({
      name: z.string(),
      counts: tableCountsSchema,
      /** "An older row won because the newer was rejected." */
      olderWinners: coarseCountSchema,
      rules: z.array(ruleCountSchema),
      /** Rows that left the table, each counted once under its earliest reason; absent in reports of earlier products. */
      reasons: z.array(ruleCountSchema).optional(),
      columns: z.array(columnStatisticsSchema),
      /** What checks of the table as a whole found; absent where there are none. No figure is told of a classed column. */
      verdicts: z.array(tableVerdictSchema).optional(),
      /** Of a table that was read in increments: deletes at the source are not seen. `since`: the version it went on from. */
      incremental: z.object({ since: count, replaced: count, orphaned: count }).optional(),
    }),
  ),
});
export type QualityReport = z.infer<typeof qualityReportSchema>;

const riskSchema = z.object({
  /** Highest, mean and share-above-threshold re-identification risks: ARX's prosecutor, journalist and marketer. */
  prosecutor: z.number(),
  journalist: z.number(),
  marketer: z.number(),
  /** Share of rows alone in their class. */
  uniqueShare: z.number(),
  /** Share of rows whose risk is above a threshold; absent in reports of earlier products. */
  atRisk: z.array(z.object({ threshold: z.number(), share: z.number() })).optional(),
});

/** Levels of hierarchies that the search chose for a table's classes. */
export const generalizationReportSchema = z.object({
  /** One level a column, or levels of its own for every class; `optimal` where reports of earlier products do not say. */
  method: searchMethodSchema.optional(),
  metric: z.string(),
  /** Lower is better; 0 is untouched. */
  score: z.number(),
  /** Whether nothing better exists, or every class was cut as far as it can be; if not, `reason` says why. */
  optimal: z.boolean(),
  reason: textSchema.optional(),
  /** Choices of levels that were measured, and all there are: where one level a column was chosen. */
  nodesChecked: count.optional(),
  lattice: count.optional(),
  /** Classes that were made, where each has its own levels. */
  classes: count.optional(),
  columns: z.array(
    z.object({
      table: z.string(),
      column: z.string(),
      hierarchy: z.string(),
      /** The level of the whole column; the mean of the rows' levels where classes have their own. */
      level: z.number().nonnegative(),
      levels: count,
      /** Published rows at each level that has any, where classes have their own. */
      distribution: z.array(z.object({ level: count, rows: coarseCountSchema })).optional(),
      /** 0 untouched to 1 nothing left, suppressed rows counted. */
      loss: z.number().optional(),
    }),
  ),
});
export type GeneralizationReport = z.infer<typeof generalizationReportSchema>;

export const privacyTableReportSchema = z.object({
  name: z.string(),
  columns: z.array(
    z.object({
      name: z.string(),
      privacyClass: privacyClassSchema,
      rule: z.string().optional(),
      /** `etlx:` or `dpv:` concept. */
      technique: z.string().optional(),
      /** Share of information lost, 0 none to 1 all, where it can be said. */
      loss: z.number().min(0).max(1).optional(),
      /** Share of the entropy of the cleansed values that the published ones keep. */
      entropyKept: z.number().min(0).optional(),
      /** Mean absolute difference of numbers or moments, in standard deviations of the cleansed ones. */
      meanError: z.number().min(0).optional(),
      linkageDomain: z.string().optional(),
      keyId: z.string().optional(),
      reason: z.string().optional(),
      /** The column of another module's version that it is, and the rule that its values were made by there. */
      inherited: z
        .object({
          module: z.string(),
          number: count,
          table: z.string(),
          column: z.string(),
          rule: z.string().optional(),
        })
        .optional(),
      /** What the module's policy profiles call the technique: a law's method, a word for what depends on a key. */
      policyLabels: z.array(textSchema).optional(),
    }),
  ),
  /** Own and parents' quasi-identifiers, `table.column`. */
  quasiIdentifiers: z.array(z.string()),
  /** Whether classes count distinct persons or rows. */
  unit: z.enum(["persons", "rows"]),
  requiredK: count.optional(),
  achievedK: count.optional(),
  /** Every model that was asked for, with the figure of its worst class as published; absent in reports of earlier products. */
  models: z
    .array(
      z.object({
        rule: z.string(),
        column: z.string().optional(),
        with: z.record(z.string(), z.number()),
        required: z.number(),
        achieved: z.number(),
      }),
    )
    .optional(),
  classSizes: z.array(z.object({ size: count, classes: count })),
  riskBefore: riskSchema.optional(),
  riskAfter: riskSchema.optional(),
  generalization: generalizationReportSchema.optional(),
  /** Choices of up to three quasi-identifiers that single out most, with the share of rows alone before and after. */
  riskiest: z
    .array(z.object({ columns: z.array(z.string()), before: z.number(), after: z.number() }))
    .optional(),
  suppressed: count,
  /** What this version and the one before it reveal together, where their rows can be joined by key. */
  release: z
    .object({
      /** Number of the version before. */
      version: count,
      /** Share of rows that are in both. */
      shared: z.number(),
      /** Of those, the share with other quasi-identifiers than before. */
      changed: z.number(),
      /** Of those, the share alone in their pair of classes. */
      alone: z.number(),
      /** The least size of a pair of classes. */
      smallest: count.optional(),
    })
    .optional(),
});

/** What is known of one identifier in one column: `unknown` where nothing shows that it is absent. */
const safeHarborColumnSchema = z.object({
  table: z.string(),
  column: z.string(),
  status: z.enum(["met", "not-met", "unknown"]),
  reason: textSchema,
});

/** The 18 identifiers of 45 CFR 164.514(b)(2), looked for in what is published. */
export const safeHarborReportSchema = z.object({
  /** `undecided`: none was found, and of some columns nobody knows what they hold. */
  verdict: z.enum(["met", "not-met", "undecided"]),
  /** Whether the module chose the profile: then a run that fails it publishes nothing. */
  chosen: z.boolean(),
  /** Rows a table, at most, in which kinds of personal data were looked for. */
  sampleRows: count,
  /** Whether published values were counted in all rows or in so many: all where the profile was chosen. */
  counted: z.enum(["all", "sample"]),
  identifiers: z.array(
    z.object({
      code: z.string(),
      label: textSchema,
      status: z.enum(["met", "not-met", "not-applicable", "unknown"]),
      columns: z.array(safeHarborColumnSchema),
    }),
  ),
});
export type SafeHarborReport = z.infer<typeof safeHarborReportSchema>;

export const privacyReportSchema = z.object({
  /** Keyed output is pseudonymised, never anonymous. */
  resultClass: z.enum(["pseudonymised", "anonymised"]),
  tables: z.array(privacyTableReportSchema),
  /** Absent in reports of earlier products. */
  safeHarbor: safeHarborReportSchema.optional(),
  /** What the models do not protect against, for the reviewer to acknowledge. */
  notCovered: z.array(z.object({ table: z.string(), text: textSchema })),
});
export type PrivacyReport = z.infer<typeof privacyReportSchema>;

/** What reading cost a source. Figures alone: never a statement's text, a name or a value. */
export const sourceCostSchema = z.object({
  /** Scripts that were run there; what was only prepared or planned is none. */
  queries: count,
  rows: count,
  /** As sent; of files and objects, as they lie. */
  bytes: count,
  /** Time that queries ran, all together, and the longest of them. */
  seconds: z.number().nonnegative(),
  longestQuerySeconds: z.number().nonnegative(),
  /** Files or objects that were read, where the source is such. */
  files: count.optional(),
});
export type SourceCost = z.infer<typeof sourceCostSchema>;

export const provenanceReportSchema = z.object({
  runId: z.string(),
  kind: runKindSchema,
  engine: z.string(),
  product: z.string(),
  sources: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      fingerprint: z.string(),
      snapshotAt: z.string().optional(),
      /** Files that were read, by the table each became. */
      files: z
        .array(z.object({ table: z.string(), bytes: count, sha256: z.string() }))
        .readonly()
        .optional(),
      /** Columns that the document names, as the source had them: the next run is compared with that. */
      columns: z
        .array(
          z.object({
            table: z.string(),
            column: z.string(),
            datatype: columnTypeSchema,
            nativeType: z.string(),
          }),
        )
        .readonly()
        .optional(),
      /** Of a module's version: which one it was. */
      version: z.object({ module: z.string(), number: count, versionId: z.string() }).optional(),
      /** Absent in reports of earlier products. */
      cost: sourceCostSchema.optional(),
    }),
  ),
  scripts: z.array(
    z.object({
      table: z.string(),
      role: z.enum(["extract", "transform", "upload"]),
      language: z.string(),
      sha256: z.string(),
    }),
  ),
  /** Packages that were installed for the scripts. */
  packages: z.array(z.object({ name: z.string(), version: z.string(), sha256: z.string() })).optional(),
  /** A script of a user's ran without a sandbox. */
  unsandboxed: z.literal(true).optional(),
  revision: z.object({ number: count.optional(), contentHash: z.string() }),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  startedBy: z.string().optional(),
  /** What made the run, where that was no person. */
  cause: runCauseSchema.optional(),
  /** Where it ran; absent: as the document is written. */
  environment: z.string().optional(),
  /** The values that scripts took; absent where the document declares none. */
  parameters: runParametersSchema.optional(),
  approvedBy: z.string().optional(),
  approvedAt: z.iso.datetime().optional(),
  /** Key id per linkage domain: versions join exactly where (domain, key id) agree. */
  keyIds: z.record(z.string(), z.string()),
});
export type ProvenanceReport = z.infer<typeof provenanceReportSchema>;

export const reportsSchema = z.object({
  quality: qualityReportSchema,
  privacy: privacyReportSchema,
  provenance: provenanceReportSchema,
});
export type Reports = z.infer<typeof reportsSchema>;
