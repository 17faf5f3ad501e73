import type { Manifest, ManifestTable, Reports } from "#lib/contracts";
import { type ModuleDocument, moduleDocumentSchema } from "#lib/metadata";
import type { VersionMetadataInput } from "../input.ts";

const columns = (list: readonly (readonly [name: string, datatype: string, nullable?: boolean])[]) =>
  list.map(([name, datatype, nullable = false]) => ({ name, datatype, nullable }));

const table = (
  name: string,
  file: string,
  rows: number,
  content: Pick<ManifestTable, "columns" | "primaryKey" | "foreignKeys">,
): ManifestTable => ({
  name,
  file,
  mediaType: "application/vnd.apache.parquet",
  sha256: "0".repeat(64),
  bytes: 100,
  counts: {
    extracted: rows + 9,
    transformed: rows + 9,
    published: rows,
    rejected: 2,
    deduplicated: 0,
    suppressed: 7,
  },
  ...content,
});

/** Names that need encoding, every type, composite and self keys, an empty table. */
export const sampleManifest = (): Manifest => ({
  format: 1,
  module: "clinic",
  tables: [
    table("Пациенты", "table-1.parquet", 3, {
      columns: columns([
        ["ключ", "string"],
        ["referred by", "string", true],
        ["born", "date", true],
        ["точно/#:%", "decimal(12,2)", true],
        ["wide", "decimal(30,4)", true],
        ["big", "integer", true],
        ["whole", "decimal(20,0)", true],
      ]),
      primaryKey: ["ключ"],
      foreignKeys: [{ columns: ["referred by"], references: { table: "Пациенты", columns: ["ключ"] } }],
    }),
    table("visits", "visits.parquet", 3, {
      columns: columns([
        ["ключ", "string"],
        ["no", "integer"],
        ["at", "timestamp"],
        ["seen", "timestamp(tz)", true],
        ["clock", "time", true],
        ["paid", "boolean", true],
        ["weight", "float", true],
        ["note", "json", true],
        ["photo", "binary", true],
      ]),
      primaryKey: ["ключ", "no"],
      foreignKeys: [{ columns: ["ключ"], references: { table: "Пациенты", columns: ["ключ"] } }],
    }),
    table("items", "items.parquet", 2, {
      columns: columns([
        ["ключ", "string"],
        ["visit", "integer"],
      ]),
      primaryKey: [],
      foreignKeys: [
        { columns: ["ключ", "visit"], references: { table: "visits", columns: ["ключ", "no"] } },
        { columns: ["ключ"], references: { table: "Пациенты", columns: ["ключ"] } },
      ],
    }),
    table("empty", "empty.parquet", 0, {
      columns: columns([["id", "integer", true]]),
      primaryKey: [],
      foreignKeys: [],
    }),
  ],
  contentHash: "1".repeat(64),
  runId: "3f1d5a34-9d3b-4c58-9be7-1c9d3d7a7e10",
});

/** A value of the data that a classed column's rules hold: it must occur in nothing that is published. */
export const secret = "Секретнов";

export const sampleDocument = (): ModuleDocument =>
  moduleDocumentSchema.parse({
    "@type": "DataModule",
    format: 2,
    name: "clinic",
    title: "Clinic </script><b>",
    description: "Visits of patients.",
    license: "https://spdx.org/licenses/CC-BY-4.0.html",
    keywords: ["health"],
    sources: [{ name: "clinic", ref: "clinic-production" }],
    person: { table: "Пациенты" },
    hierarchies: [{ name: "amounts", rule: "intervals", with: { widths: [10, 100] } }],
    tables: sampleManifest().tables.map((one) => ({
      name: one.name,
      extraction: { language: "sql", source: "clinic", script: `select ${secret} from hidden_table` },
      columns: one.columns.map((column) => {
        const isForeign = one.foreignKeys.some((key) => key.columns.includes(column.name));
        if (isForeign) return { name: column.name };
        const own: Record<string, unknown> = {
          name: column.name,
          from: `source_${column.name}`,
          datatype: column.datatype,
          privacyClass: "insensitive",
        };
        if (column.name === "born") {
          own.privacyClass = "quasi-identifier";
          own.anonymize = { rule: "generalize-date", with: { unit: "year" } };
          own.nulls = { rule: "constant", with: { value: "1900-01-01" }, tokens: [secret] };
        }
        if (column.name === "wide") {
          own.privacyClass = "quasi-identifier";
          own.hierarchy = { name: "amounts" };
        }
        if (column.name === "weight") {
          own.checks = [{ rule: "range", with: { minimum: 0.5, maximum: 300 }, onViolation: "reject" }];
        }
        if (column.name === "ключ") {
          own.privacyClass = "direct-identifier";
          own.normalize = [{ rule: "trim" }, { rule: "map-values", with: { pairs: [[secret, "x"]] } }];
        }
        return own;
      }),
      ...(one.primaryKey.length > 0
        ? {
            primaryKey: {
              columns: one.primaryKey,
              strategy: { rule: "pseudonymize", with: { domain: "person" } },
            },
          }
        : {}),
      foreignKeys: one.foreignKeys.map((key) => ({ ...key, onOrphan: "reject" })),
      ...(one.name === "Пациенты" ? { privacy: { kAnonymity: 5 } } : {}),
    })),
  });

export const sampleReports = (manifest: Manifest = sampleManifest()): Reports => ({
  quality: {
    tables: manifest.tables.map((one) => ({
      name: one.name,
      counts: one.counts,
      olderWinners: 0,
      rules: [],
      columns: one.columns.map(({ name, datatype }) => ({
        name,
        datatype,
        nullShareBefore: 0.5,
        nullShareAfter: 0.25,
        distinct: { fewerThan: 5 },
        minimum: secret,
      })),
    })),
  },
  privacy: {
    resultClass: "pseudonymised",
    tables: [
      {
        name: "Пациенты",
        columns: [
          {
            name: "born",
            privacyClass: "quasi-identifier",
            rule: "generalize-date",
            policyLabels: [
              { en: "change of composition or semantics", ru: "изменение состава или семантики" },
            ],
          },
        ],
        quasiIdentifiers: ["Пациенты.born"],
        unit: "persons",
        requiredK: 5,
        achievedK: 6,
        classSizes: [],
        riskAfter: { prosecutor: 0.16, journalist: 0.16, marketer: 0.0033333, uniqueShare: 0.0033333 },
        suppressed: 7,
        models: [
          { rule: "k-anonymity", with: { k: 5 }, required: 5, achieved: 6 },
          { rule: "k-map", with: { k: 9 }, required: 9, achieved: 11 },
          ...(["distinct", "entropy"] as const).map((kind) => ({
            rule: `${kind}-l-diversity`,
            column: "точно/#:%",
            with: { l: 2 },
            required: 2,
            achieved: 2.123_456,
          })),
          // Figures that JSON would write with an exponent, and one that has no digits.
          { rule: "equal-t-closeness", column: "born", with: { t: 0.2 }, required: 0.2, achieved: 1.5e-7 },
          {
            rule: "recursive-l-diversity",
            column: "born",
            with: { c: 3, l: 2 },
            required: 3,
            achieved: Number.POSITIVE_INFINITY,
          },
        ],
        generalization: {
          method: "multidimensional",
          metric: "granularity",
          score: 0.2,
          optimal: true,
          classes: 4,
          columns: [
            {
              table: "Пациенты",
              column: "wide",
              hierarchy: "amounts",
              level: 1.5,
              levels: 4,
              loss: 0.3,
              distribution: [
                { level: 0, rows: { fewerThan: 5 } },
                { level: 2, rows: 90 },
              ],
            },
          ],
        },
      },
    ],
    safeHarbor: {
      verdict: "undecided",
      chosen: false,
      counted: "sample",
      sampleRows: 500,
      identifiers: [
        { code: "A", label: { en: "Names", ru: "Имена" }, status: "not-applicable", columns: [] },
        {
          code: "C",
          label: { en: "Dates", ru: "Даты" },
          status: "met",
          columns: [
            { table: "Пациенты", column: "born", status: "met", reason: { en: "a year", ru: "год" } },
          ],
        },
        { code: "H", label: { en: "Records", ru: "Карты" }, status: "unknown", columns: [] },
      ],
    },
    notCovered: [
      { table: "visits", text: { en: "What many visits reveal together.", ru: "Что раскрывают визиты." } },
    ],
  },
  provenance: {
    runId: manifest.runId,
    kind: "publication",
    engine: "DuckDB v1.5.6",
    product: "ETL-Express 0.1.0",
    sources: [{ name: "clinic", kind: "postgresql", fingerprint: "postgresql://internal-host/db" }],
    scripts: [
      { table: "visits", role: "extract", language: "sql", sha256: "a".repeat(64) },
      { table: "visits", role: "transform", language: "sql", sha256: "b".repeat(64) },
    ],
    revision: { number: 3, contentHash: manifest.contentHash },
    startedAt: "2026-05-04T09:12:03.000Z",
    finishedAt: "2026-05-04T09:29:41.000Z",
    startedBy: "anna@example.org",
    keyIds: { person: "key-1" },
  },
});

/** Input of both documents; `file` says where a file lies. */
export function sampleVersion(
  manifest: Manifest = sampleManifest(),
  file = (name: string): string => `https://data.example.org/m/clinic/v/2/files/${name}`,
): VersionMetadataInput {
  return {
    document: sampleDocument(),
    manifest,
    versionId: `sha256:${"2".repeat(64)}`,
    reports: sampleReports(manifest),
    number: 2,
    addresses: {
      module: "https://data.example.org/m/clinic",
      version: "https://data.example.org/m/clinic/v/2",
      file,
    },
  };
}
