import { type ModuleDocument, moduleDocumentSchema } from "#lib/metadata";

/** The benchmark's job as a module document: what the yardsticks do by hand. */
export function peopleDocument(table: string): ModuleDocument {
  const tokens = ["", "N/A", "-", "н/д"];
  const trim = { rule: "trim" };
  const lower = { rule: "case", with: { to: "lower" } };
  const keptNulls = { rule: "keep", tokens };
  const genders = ["f", "ж", "жен", "female"]
    .map((word) => [word, "female"])
    .concat(["m", "м", "муж", "male"].map((word) => [word, "male"]));
  return moduleDocumentSchema.parse({
    "@type": "DataModule",
    format: 2,
    name: "people",
    sources: [{ name: "bench", ref: "bench" }],
    person: { table: "people" },
    tables: [
      {
        name: "people",
        extraction: { language: "sql", source: "bench", script: `select * from ${table}` },
        columns: [
          {
            name: "id",
            datatype: "integer",
            normalize: [trim],
            nulls: { rule: "reject", tokens },
            privacyClass: "direct-identifier",
          },
          {
            name: "email",
            datatype: "string",
            normalize: [trim, lower],
            nulls: { rule: "reject", tokens },
            checks: [
              {
                rule: "pattern",
                with: { pattern: "[^@\\s]+@[^@\\s]+\\.[^@\\s]+" },
                onViolation: "reject",
              },
            ],
            privacyClass: "direct-identifier",
            anonymize: { rule: "pseudonymize" },
          },
          {
            name: "full_name",
            datatype: "string",
            normalize: [trim],
            nulls: keptNulls,
            privacyClass: "direct-identifier",
            anonymize: { rule: "fake", with: { kind: "full-name", locale: "ru" } },
          },
          {
            name: "phone",
            datatype: "string",
            normalize: [trim],
            nulls: keptNulls,
            privacyClass: "direct-identifier",
            anonymize: { rule: "mask", with: { keepStart: 0, keepEnd: 2 } },
          },
          {
            name: "birth_date",
            datatype: "date",
            normalize: [
              trim,
              { rule: "parse-date", with: { formats: ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y"] } },
            ],
            nulls: keptNulls,
            checks: [
              {
                rule: "range",
                with: { minimum: "1900-01-01", maximum: "2026-12-31" },
                onViolation: "reject",
              },
            ],
            privacyClass: "quasi-identifier",
            anonymize: { rule: "generalize-date", with: { unit: "year" } },
          },
          {
            name: "gender",
            datatype: "string",
            normalize: [trim, lower, { rule: "map-values", with: { pairs: genders } }],
            nulls: keptNulls,
            privacyClass: "quasi-identifier",
            anonymize: { rule: "keep", with: { reason: "Two values." } },
          },
          {
            name: "city",
            datatype: "string",
            normalize: [trim, { rule: "case", with: { to: "upper" } }],
            nulls: keptNulls,
            privacyClass: "quasi-identifier",
            anonymize: { rule: "keep", with: { reason: "Large cities." } },
          },
          {
            name: "income",
            datatype: "decimal(12,2)",
            normalize: [trim, { rule: "parse-number", with: { locales: ["ru", "plain"] } }],
            nulls: { rule: "median", tokens },
            checks: [{ rule: "range", with: { minimum: "0" }, onViolation: "reject" }],
            privacyClass: "sensitive",
            anonymize: { rule: "generalize-number", with: { width: 1000, output: "lower" } },
          },
          {
            name: "registered_at",
            datatype: "timestamp",
            privacyClass: "sensitive",
            anonymize: { rule: "date-shift", with: { days: 30 } },
          },
          {
            name: "points",
            datatype: "integer",
            normalize: [trim],
            onCastFailure: "null",
            nulls: { rule: "constant", tokens, with: { value: 0 } },
            privacyClass: "insensitive",
          },
          {
            name: "status",
            datatype: "string",
            normalize: [trim, lower],
            nulls: keptNulls,
            checks: [
              {
                rule: "allowed-values",
                with: { values: ["active", "closed", "blocked", "new"] },
                onViolation: "reject",
              },
            ],
            privacyClass: "insensitive",
          },
          {
            name: "note",
            datatype: "string",
            normalize: [trim],
            nulls: { rule: "keep" },
            privacyClass: "sensitive",
            anonymize: { rule: "redact-text", with: { detectors: ["email", "phone"] } },
          },
        ],
        primaryKey: {
          columns: ["id"],
          strategy: { rule: "pseudonymize" },
          onDuplicate: { winner: "last", order: ["registered_at"] },
        },
        privacy: { kAnonymity: 5, suppressionLimit: 1 },
        limits: { maxRejected: 0.1 },
      },
    ],
  });
}
