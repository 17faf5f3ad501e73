import { z } from "zod";
import { columnTypeSchema } from "./column-type.ts";
import type { Manifest } from "./manifest.ts";
import type { PrivacyReport } from "./reports.ts";
import { privacyClassSchema } from "./vocabulary.ts";

/** A published version of another module, as a document names it: by number, or the newest that is not withdrawn. */
const referencePattern = /^module:([a-z][a-z0-9-]{0,62})@([1-9]\d{0,8}|latest)$/;

export interface ModuleReference {
  readonly module: string;
  readonly number: number | "latest";
}

/** Reads `module:clinic-visits@3` or `module:clinic-visits@latest`; undefined for any other text. */
export function parseModuleReference(text: string): ModuleReference | undefined {
  const [, module, number] = referencePattern.exec(text) ?? [];
  if (module === undefined || number === undefined) return undefined;
  return { module, number: number === "latest" ? number : Number(number) };
}

export const formatModuleReference = ({ module, number }: ModuleReference): string =>
  `module:${module}@${number}`;

/** The name of a data source of the workspace, or a version of a module. */
export const sourceReferenceSchema = z
  .string()
  .regex(/^(?:[a-z][a-z0-9-]{0,62}|module:[a-z][a-z0-9-]{0,62}@(?:[1-9]\d{0,8}|latest))$/, {
    message: "the name of a source, or module:NAME@NUMBER, or module:NAME@latest",
  });

export const upstreamColumnSchema = z.object({
  name: z.string(),
  datatype: columnTypeSchema,
  nullable: z.boolean(),
  privacyClass: privacyClassSchema,
  /** The rule its values were made by; absent where they are as its own source gave them. */
  rule: z.string().optional(),
  linkageDomain: z.string().optional(),
  keyId: z.string().optional(),
});

/** A version that another module reads: what its columns are, and which classes and techniques they bring along. */
export const upstreamVersionSchema = z.object({
  module: z.string(),
  number: z.number().int().positive(),
  versionId: z.string(),
  /** What the document asked for. */
  wanted: z.union([z.number().int().positive(), z.literal("latest")]),
  /** Why it was withdrawn, where it was. */
  withdrawn: z.string().optional(),
  /** Modules whose newest version it is made from, directly or through others. */
  follows: z.array(z.string()),
  tables: z.array(
    z.object({
      name: z.string(),
      rows: z.number().int().nonnegative(),
      bytes: z.number().int().nonnegative(),
      sha256: z.string(),
      columns: z.array(upstreamColumnSchema),
      /** The privacy models that it met as it was published, with their figures. */
      models: z.array(z.object({ rule: z.string(), with: z.record(z.string(), z.number()) })).optional(),
      primaryKey: z.array(z.string()),
      foreignKeys: z.array(
        z.object({
          columns: z.array(z.string()),
          references: z.object({ table: z.string(), columns: z.array(z.string()) }),
        }),
      ),
    }),
  ),
});
export type UpstreamVersion = z.infer<typeof upstreamVersionSchema>;
export type UpstreamColumn = z.infer<typeof upstreamColumnSchema>;

/** Versions that a document reads, by the names its tables have for them. */
export type Upstreams = ReadonlyMap<string, UpstreamVersion>;

/** What a table was held to; reports of earlier products tell of k alone. */
function modelsOf(report: PrivacyReport["tables"][number] | undefined) {
  if (!report) return [];
  const { models, requiredK: k } = report;
  if (models) return models.map(({ rule, with: parameters }) => ({ rule, with: { ...parameters } }));
  return k === undefined ? [] : [{ rule: "k-anonymity", with: { k } }];
}

/** A version as others read it. A column of which no report tells counts as the strictest class. */
export function upstreamVersion(
  manifest: Manifest,
  privacy: PrivacyReport | undefined,
  known: Pick<UpstreamVersion, "number" | "versionId" | "wanted" | "withdrawn" | "follows">,
): UpstreamVersion {
  return {
    ...known,
    module: manifest.module,
    tables: manifest.tables.map((table) => {
      const report = privacy?.tables.find(({ name }) => name === table.name);
      const models = modelsOf(report);
      return {
        name: table.name,
        rows: table.counts.published,
        bytes: table.bytes,
        ...(models.length > 0 ? { models } : {}),
        sha256: table.sha256,
        primaryKey: [...table.primaryKey],
        foreignKeys: table.foreignKeys.map((key) => ({ ...key })),
        columns: table.columns.map(({ name, datatype, nullable }) => {
          const told = report?.columns.find((column) => column.name === name);
          return {
            name,
            datatype,
            nullable,
            privacyClass: told?.privacyClass ?? ("direct-identifier" as const),
            ...(told?.rule ? { rule: told.inherited?.rule ?? told.rule } : {}),
            ...(told?.linkageDomain ? { linkageDomain: told.linkageDomain } : {}),
            ...(told?.keyId ? { keyId: told.keyId } : {}),
          };
        }),
      };
    }),
  };
}
