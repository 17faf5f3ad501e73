import { describe, expect, it } from "vitest";
import { anonymizers, isAcrossRows, keyStrategies } from "#lib/anonymizers";
import { checks, nullStrategies, tableChecks } from "#lib/column-rules";
import { type ModuleDocument, moduleDocumentSchema } from "../document.ts";
import { incrementalProblems } from "./incremental.ts";

/** A table that may be read in increments, but for what a test changes. */
function documentOf(table: object, column: object = {}): ModuleDocument {
  return moduleDocumentSchema.parse({
    "@type": "DataModule",
    format: 2,
    name: "visits",
    sources: [{ name: "clinic", ref: "clinic" }],
    tables: [
      {
        name: "visit",
        extraction: {
          language: "sql",
          source: "clinic",
          script: "select id, note, updated_at from visit",
          incremental: { cursor: "updated_at" },
        },
        columns: [
          { name: "id", datatype: "integer", privacyClass: "direct-identifier" },
          { name: "note", datatype: "integer", privacyClass: "sensitive", ...column },
        ],
        primaryKey: { columns: ["id"], strategy: { rule: "pseudonymize" } },
        ...table,
      },
    ],
  });
}

function problems(table: object, column: object = {}): readonly string[] {
  const document = documentOf(table, column);
  return document.tables.flatMap((one) => incrementalProblems(document, one).map(({ code }) => code));
}
const keep = { rule: "keep", with: { reason: "the subject" } };

describe("what may be read in increments", () => {
  it("a table whose rules look at their own row only", () => {
    expect(problems({}, { anonymize: keep })).toEqual([]);
    expect(
      problems({}, { anonymize: { rule: "round", with: { step: "10" } }, nulls: { rule: "reject" } }),
    ).toEqual([]);
  });

  // Every variant says by a property whether it looks at other rows; what it says decides here.
  it("every anonymization rule that looks at other rows is refused, by what it says of itself", () => {
    const params: Readonly<Record<string, object>> = {
      shuffle: {},
      "top-bottom-code": { lowPercentile: 0.05 },
    };
    const across = anonymizers.filter((rule) => {
      const parsed = rule.params.safeParse(params[rule.id] ?? {});
      // The parameters were read by the rule's own schema.
      return parsed.success && isAcrossRows(rule as Parameters<typeof isAcrossRows>[0], parsed.data);
    });
    expect(across.map(({ id }) => id).sort()).toEqual(Object.keys(params).sort());
    for (const { id } of across)
      expect(problems({}, { anonymize: { rule: id, with: params[id] } }), id).toEqual(["incremental-rule"]);
    expect(problems({}, { anonymize: { rule: "fake", with: { kind: "email", unique: true } } })).toEqual([
      "incremental-rule",
    ]);
  });

  it("every null strategy that is fitted to rows, every check and table check among rows", () => {
    const fitted = nullStrategies.filter(({ fill }) => fill === "fitted" || fill === "ordered");
    expect(fitted.length).toBeGreaterThan(5);
    for (const { id } of fitted)
      expect(problems({}, { nulls: { rule: id }, anonymize: keep }), id).toEqual(["incremental-rule"]);
    const among = checks.filter(({ scope }) => scope === "table");
    expect(among.length).toBeGreaterThan(0);
    for (const { id } of among)
      expect(problems({}, { checks: [{ rule: id }], anonymize: keep }), id).toEqual(["incremental-rule"]);
    const tables = tableChecks.filter(({ scope }) => scope !== "row" && scope !== "gate");
    expect(tables.length).toBeGreaterThan(3);
    for (const { id } of tables)
      expect(problems({ checks: [{ rule: id }] }, { anonymize: keep }), id).toContain(
        "incremental-table-rule",
      );
  });

  it("every key strategy that numbers keys, and every rule that a look-up makes keys by", () => {
    for (const { id } of keyStrategies.filter(({ kind }) => kind === "key-strategy"))
      expect(
        problems({ primaryKey: { columns: ["id"], strategy: { rule: id } } }, { anonymize: keep }),
        id,
      ).toEqual(["incremental-strategy"]);
  });

  it.each([
    "select id, upper(note) as note, updated_at from visit",
    "select distinct id, note, updated_at from visit",
    "select v.id, v.note, v.updated_at from visit v join town t on t.id = v.town",
    "select id, note, updated_at from visit order by id",
    "select id, note, updated_at from visit limit 5",
    "with v as (select * from visit) select * from v",
    "select id, note, updated_at, current_date from visit",
  ])("not a script that is more than columns of one table: %s", (script) => {
    const extraction = { language: "sql", source: "clinic", script, incremental: { cursor: "updated_at" } };
    expect(problems({ extraction }, { anonymize: keep })).toEqual(["incremental-script"]);
  });

  it("not a script with a condition: a row that meets it no more would stay", () => {
    const script = "select id, note, updated_at from visit where note > 0";
    const extraction = { language: "sql", source: "clinic", script, incremental: { cursor: "updated_at" } };
    expect(problems({ extraction }, { anonymize: keep })).toEqual(["incremental-condition"]);
  });

  it("not a version of another module", () => {
    const script = "select id, note, updated_at from visit";
    const source = "module:clinic@latest";
    const extraction = { language: "sql", source, script, incremental: { cursor: "updated_at" } };
    expect(problems({ extraction }, { anonymize: keep })).toEqual(["incremental-module"]);
  });

  it("not a script over a whole column, wherever it is written", () => {
    const rank = (scope: string) => [
      { rule: "python-script", with: { script: "def rule(values): return values", scope } },
    ];
    expect(problems({}, { normalize: rank("column"), anonymize: keep })).toEqual(["incremental-rule"]);
    expect(problems({}, { normalize: rank("values"), anonymize: keep })).toEqual([]);
  });

  it("a step that is disabled stands in nobody's way", () => {
    const unique = { rule: "unique", disabled: true };
    expect(problems({}, { checks: [unique], anonymize: keep })).toEqual([]);
    const freshness = tableChecks.find(({ scope }) => scope === "aggregate")?.id;
    expect(problems({ checks: [{ rule: freshness, disabled: true }] }, { anonymize: keep })).toEqual([]);
  });
});
