import { z } from "zod";
import {
  castFailurePolicySchema,
  columnTypeSchema,
  dataNameSchema,
  declaredParameterSchema,
  type FieldMeta,
  orphanPolicySchema,
  packageLockSchema,
  packageUseSchema,
  privacyClassSchema,
  searchMethodSchema,
  slugSchema,
  sourceReferenceSchema,
  valueReferenceSchema,
  violationPolicySchema,
} from "#lib/contracts";
import { scriptLanguages } from "#lib/script-languages";
import { policyProfileIds } from "./policy/profiles.ts";

/**
 * The executable module document: what a run takes. Persisted JSON: a changed key needs a new `format` and a migration.
 * Rules are generic here (`rule`, `with`); `diagnose` checks them against the registries, with the place of each problem.
 */

/** A constant, as a value of the column's type is written, or where it is kept. */
const constantSchema = z.union([z.string(), z.number(), z.boolean(), valueReferenceSchema]);
/** Names that forms offer to choose from. */
const columnName = dataNameSchema.meta({ names: "column" } satisfies FieldMeta);
const tableName = dataNameSchema.meta({ names: "table" } satisfies FieldMeta);
const parametersSchema = z.record(z.string(), z.json());

export const ruleUseSchema = z.strictObject({ rule: z.string().min(1), with: parametersSchema.optional() });
export type RuleUse = z.infer<typeof ruleUseSchema>;

/** One of several rules after each other. */
export const stepSchema = ruleUseSchema.extend({
  /** What the step is called where its rule says too little. */
  title: z.string().max(200).optional(),
  /** A step that stays in its place and does nothing. */
  disabled: z.boolean().optional(),
});
export type Step = z.infer<typeof stepSchema>;

/** The steps that do something. */
export const enabledSteps = <S extends Pick<Step, "disabled">>(steps: readonly S[] | undefined): S[] =>
  (steps ?? []).filter(({ disabled }) => disabled !== true);

export const checkUseSchema = stepSchema.extend({
  onViolation: violationPolicySchema.default("reject"),
  /** The constant for `onViolation: default`. */
  default: constantSchema.optional(),
});
export type CheckUse = z.infer<typeof checkUseSchema>;

export const nullsSchema = ruleUseSchema.extend({ tokens: z.array(z.string()).optional() });

export const hierarchyUseSchema = z.strictObject({
  /** A hierarchy of the module. */
  name: dataNameSchema.meta({ names: "hierarchy" } satisfies FieldMeta),
  /** The level that is published; where it is absent, Protect chooses it. */
  level: z.number().int().min(0).optional(),
  /** How much a loss in this column counts beside others, 1 unless said. */
  weight: z.number().min(0).max(1000).optional(),
});
export type HierarchyUse = z.infer<typeof hierarchyUseSchema>;

export const columnSchema = z.strictObject({
  name: dataNameSchema,
  /** The transformed column it reads; its own name when absent. */
  from: dataNameSchema.optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  datatype: columnTypeSchema.optional(),
  normalize: z.array(stepSchema).optional(),
  onCastFailure: castFailurePolicySchema.optional(),
  /** The constant for `onCastFailure: default`. */
  default: constantSchema.optional(),
  nulls: nullsSchema.optional(),
  checks: z.array(checkUseSchema).optional(),
  privacyClass: privacyClassSchema.optional(),
  anonymize: ruleUseSchema.optional(),
  /** Instead of a rule, for a quasi-identifier: how it becomes coarser, and how far. */
  hierarchy: hierarchyUseSchema.optional(),
});
export type ColumnDocument = z.infer<typeof columnSchema>;

/** What columns whose names fit take where they do not say it themselves; the first pattern that fits counts. */
export const patternSchema = columnSchema
  .pick({ datatype: true, normalize: true, nulls: true, checks: true, privacyClass: true, anonymize: true })
  .extend({
    /** `*` stands for any characters, `?` for one: `*_email`. */
    match: dataNameSchema,
  });
export type PatternDocument = z.infer<typeof patternSchema>;

/** Which of some rows stays: the first or the last by `order`, transformed columns. */
const contestKeys = { winner: z.enum(["first", "last"]), order: z.array(dataNameSchema).optional() };

export const tableCheckUseSchema = stepSchema.extend({
  onViolation: violationPolicySchema.default("fail"),
});
export type TableCheckUse = z.infer<typeof tableCheckUseSchema>;

export const primaryKeySchema = z.strictObject({
  columns: z.array(dataNameSchema).min(1),
  strategy: ruleUseSchema,
  /** `reject` and `fail` treat every row of a repeated key alike; `first` and `last` keep one, by `order`. */
  onDuplicate: z
    .strictObject({
      winner: z.enum(["first", "last", "reject", "fail"]),
      order: z.array(dataNameSchema).optional(),
    })
    .optional(),
  /** What happens to rows without a key; `reject` unless said. */
  onNull: z.enum(["reject", "fail"]).optional(),
});

export const foreignKeySchema = z.strictObject({
  columns: z.array(dataNameSchema).min(1),
  references: z.strictObject({ table: dataNameSchema, columns: z.array(dataNameSchema).min(1) }),
  onOrphan: orphanPolicySchema,
  /** Rows in which a column has another value do not use the key: several keys then share a column, each for its own kind of row. */
  when: z.strictObject({ column: dataNameSchema, equals: constantSchema }).optional(),
});
export type ForeignKeyDocument = z.infer<typeof foreignKeySchema>;

/** How generalization is searched where columns leave their level to Protect. */
const searchKeys = {
  loss: z.enum(["granularity", "non-uniform-entropy", "discernibility", "average-class-size"]).optional(),
  search: searchMethodSchema.optional(),
  /** Seconds until the search answers the best it has found; what it found is then called so. */
  timeBudget: z.number().positive().max(3600).optional(),
};

export const privacySchema = z.strictObject({
  kAnonymity: z.number().int().min(2).optional(),
  /** k persons of the population, instead of the table, share each class. */
  kMap: z.strictObject({ k: z.number().int().min(2), population: tableName }).optional(),
  lDiversity: z
    .strictObject({
      column: columnName,
      l: z.number().min(1),
      kind: z.enum(["distinct", "entropy", "recursive"]).optional(),
      /** Of recursive (c, l)-diversity. */
      c: z.number().positive().optional(),
    })
    .optional(),
  tCloseness: z
    .strictObject({
      column: columnName,
      t: z.number().min(0).max(1),
      distance: z.enum(["equal", "ordered"]).optional(),
    })
    .optional(),
  deltaDisclosure: z.strictObject({ column: columnName, delta: z.number().positive() }).optional(),
  ...searchKeys,
  /** Share of transformed rows that may be suppressed, 0–1; 0 unless said. */
  suppressionLimit: z.number().min(0).max(1).optional(),
});

const scriptLanguageSchema = z.enum(scriptLanguages.map(({ id }) => id));

/** Only rows that came or changed since the version before are read; versions are complete all the same. */
export const incrementalSchema = z.strictObject({
  /** A column of the script's that never becomes smaller for a row, and grows with every change of it. */
  cursor: dataNameSchema.meta({
    label: { en: "Cursor column", ru: "Столбец-курсор" },
    help: {
      en: "Of the script's result: when a row was last changed, or a number that only grows. A row that is committed later than the overlap reaches back is never read; rows deleted at the source are not seen.",
      ru: "Из результата скрипта: когда строка менялась или число, которое только растёт. Строка, зафиксированная позже, чем достаёт перекрытие, не будет прочитана никогда; удаления в источнике не видны.",
    },
  }),
  /** How far before the last cursor rows are read again: seconds of a moment (300), days of a date (1), or that many of a number (0). */
  overlap: z
    .number()
    .int()
    .min(0)
    .max(1_000_000_000)
    .optional()
    .meta({
      label: { en: "Overlap", ru: "Перекрытие" },
      help: {
        en: "How long a transaction may take, or a row may be late: so many seconds of a moment (empty: 300), days of a date (empty: 1) or units of a number (empty: 0, so a number taken early and committed late is lost) are read again.",
        ru: "Сколько может длиться транзакция или опаздывать строка: снова читается столько секунд момента (пусто: 300), дней даты (пусто: 1) или единиц числа (пусто: 0, и строка с рано взятым, но поздно зафиксированным номером потеряется).",
      },
    }),
});
export type IncrementalDocument = z.infer<typeof incrementalSchema>;

export const tableSchema = z.strictObject({
  name: dataNameSchema,
  title: z.string().optional(),
  description: z.string().optional(),
  publish: z.boolean().default(true),
  extraction: z
    .strictObject({
      language: scriptLanguageSchema,
      source: sourceReferenceSchema,
      script: z.string().min(1),
      incremental: incrementalSchema.optional(),
    })
    .optional(),
  transformation: z.strictObject({ language: scriptLanguageSchema, script: z.string().min(1) }).optional(),
  columns: z.array(columnSchema),
  primaryKey: primaryKeySchema.optional(),
  foreignKeys: z.array(foreignKeySchema).optional(),
  /** Rows that agree in these columns are one row many times; rows with a null in them are not compared. */
  deduplicate: z.strictObject({ columns: z.array(dataNameSchema).min(1), ...contestKeys }).optional(),
  /** Checks of rows against each other and of the table as a whole. */
  checks: z.array(tableCheckUseSchema).optional(),
  privacy: privacySchema.optional(),
  limits: z
    .strictObject({
      maxRejected: z.number().min(0).max(1).optional(),
      /** How many times the rows that its script reads it may make of them; a publication of more is refused. */
      maxGrowth: z.number().min(1).optional(),
    })
    .optional(),
});
export type PrivacyDocument = z.infer<typeof privacySchema>;
export type TableDocument = z.infer<typeof tableSchema>;

/** What puts the published tables into a permanent storage, and answers how they are read back. */
export const uploadScriptSchema = z.strictObject({
  language: scriptLanguageSchema,
  /** The store that it writes to. */
  store: slugSchema,
  script: z.string().min(1),
  /** SQL that takes back what the script of a failed run wrote outside the run's own name. */
  cleanUp: z.string().min(1).optional(),
});
export type UploadScriptDocument = z.infer<typeof uploadScriptSchema>;

export const moduleDocumentSchema = z.strictObject({
  "@context": z.unknown().optional(),
  "@type": z.literal("DataModule"),
  format: z.literal(2),
  name: slugSchema,
  title: z.string().optional(),
  description: z.string().optional(),
  license: z.url().optional(),
  keywords: z.array(z.string()).optional(),
  sources: z.array(
    z.strictObject({
      name: slugSchema,
      /** The name of a data source of the workspace, or a version of a module, `module:visits@3`. Never credentials. */
      ref: sourceReferenceSchema,
      /** The zone of naive timestamps, an IANA name. */
      timeZone: z.string().optional(),
    }),
  ),
  /** What a run takes from whoever starts it: scripts read it as `$name`. */
  parameters: z.array(declaredParameterSchema).max(50).optional(),
  person: z.strictObject({ table: dataNameSchema }).optional(),
  /** Laws and standards whose policy holds beside the workspace's own. */
  policy: z.strictObject({ profiles: z.array(z.enum(policyProfileIds)).min(1) }).optional(),
  /** How values become coarser, level by level; columns name one. */
  hierarchies: z.array(ruleUseSchema.extend({ name: dataNameSchema })).optional(),
  patterns: z.array(patternSchema).optional(),
  /** Packages that Python scripts use beside those that are always there. */
  packages: z.array(packageUseSchema).optional(),
  /** What they came to when they were locked: exactly this is installed. */
  packageLock: packageLockSchema.optional(),
  tables: z.array(tableSchema).min(1),
  upload: z
    .strictObject({
      stores: z.array(slugSchema).default([]),
      fileFormat: z.literal("parquet").default("parquet"),
      script: uploadScriptSchema.optional(),
    })
    .optional(),
  /** Canvas positions and the like: never change a run. */
  ui: z.record(z.string(), z.json()).optional(),
});
export type ModuleDocument = z.infer<typeof moduleDocumentSchema>;

/** Parts of the document whose forms are drawn from their schema. */
export const documentParts = {
  privacy: privacySchema,
  hierarchy: hierarchyUseSchema,
  incremental: incrementalSchema,
} as const;
