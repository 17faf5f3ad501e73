import { describe, expect, test } from "vitest";
import type { PrivacyClass, UpstreamVersion } from "#lib/contracts";
import { type ModuleDocument, moduleDocumentSchema } from "../document.ts";
import { inheritClasses } from "./inherit-classes.ts";
import { Origins } from "./origins.ts";

const column = (name: string, privacyClass: PrivacyClass, rule?: string) => ({
  name,
  datatype: "string",
  nullable: true,
  privacyClass,
  ...(rule ? { rule } : {}),
});
const table = (name: string, columns: UpstreamVersion["tables"][number]["columns"]) => ({
  name,
  rows: 1,
  bytes: 1,
  sha256: "0".repeat(64),
  columns,
  primaryKey: [],
  foreignKeys: [],
});
const visits: UpstreamVersion = {
  module: "visits",
  number: 3,
  versionId: "sha256:visits",
  wanted: 3,
  follows: [],
  tables: [
    table("patient", [
      column("id", "direct-identifier", "pseudonymize"),
      column("born", "quasi-identifier", "generalize-date"),
      column("city", "insensitive"),
      column("date", "quasi-identifier"),
    ]),
    table("visit", [
      column("patient_id", "direct-identifier", "pseudonymize"),
      column("code", "sensitive", "keep"),
    ]),
  ],
};
const upstreams = new Map([["module:visits@3", visits]]);

function documentOf(tables: readonly object[]): ModuleDocument {
  return moduleDocumentSchema.parse({ "@type": "DataModule", format: 2, name: "study", sources: [], tables });
}
const reading = (script: string, language = "sql") => ({ language, source: "module:visits@3", script });

/** The class that a column of a table made by a script brings along. */
function classOf(name: string, script: string, language = "sql") {
  const document = documentOf([{ name: "t", extraction: reading(script, language), columns: [{ name }] }]);
  const [first] = document.tables;
  return first && new Origins(document, upstreams).of(first, { name })?.privacyClass;
}

describe("what a script over a version brings along", () => {
  test.each([
    ["born", "select * from patient", "quasi-identifier"],
    ["BORN", "select p.* from patient p", "quasi-identifier"],
    ["city", "select born as city, city as town from patient", "quasi-identifier"],
    ["city", "select city from patient", "insensitive"],
    ["x", "select upper(born) as x from patient", "quasi-identifier"],
    ["x", "select born || id as x from patient", "direct-identifier"],
    ["n", "select city, count(*) as n from patient group by city", undefined],
    // A table's name is its whole row.
    ["x", "select patient as x from patient", "direct-identifier"],
    ["x", "select to_json(p) as x from patient p", "direct-identifier"],
    ["code", "select code, p.born from visit v join patient p on p.id = v.patient_id", "sensitive"],
    // Two columns of one name: nobody knows which is which.
    ["patient_id", "select p.city as patient_id, v.patient_id from patient p, visit v", "direct-identifier"],
    // Later items may use the names of earlier ones.
    ["y", "select born as x, upper(x) as y from patient", "quasi-identifier"],
    ["y", "select id x, x as y from patient", "direct-identifier"],
    ["z", "select id as x, x as y, lower(y) as z from patient", "direct-identifier"],
    // Words of the language that are names of columns as well.
    ["y", "select date_trunc('month', date) as y from patient", "quasi-identifier"],
    ["y", "select date as y from patient", "quasi-identifier"],
    ["y", "select date '2024-01-01' as y from patient", "quasi-identifier"],
    ["y", "select id as rows, year(rows) as y from patient", "direct-identifier"],
    // An unnamed expression may have any name.
    ["anything", "select born || '' from patient", "quasi-identifier"],
  ] as const)("%s of %s: %s", (name, script, expected) => {
    expect(classOf(name, script)).toBe(expected);
  });

  test("what cannot be looked into counts as the strictest of all that went in", () => {
    expect(classOf("city", "with q as (select id as city from patient) select * from q")).toBe(
      "direct-identifier",
    );
    expect(classOf("city", "select * exclude (id) from patient")).toBe("direct-identifier");
    expect(classOf("city", "def extract(tables): ...", "python")).toBe("direct-identifier");
  });

  test("a transformation passes on what its tables brought along, a source's own tables nothing", () => {
    const document = documentOf([
      { name: "p", publish: false, extraction: reading("select * from patient"), columns: [] },
      {
        name: "own",
        publish: false,
        extraction: { language: "sql", source: "shop", script: "select 1" },
        columns: [],
      },
      {
        name: "joined",
        transformation: {
          language: "sql",
          script: "select p.born as since, own.price from p join own using (id)",
        },
        columns: [{ name: "year", from: "since" }, { name: "price" }],
      },
    ]);
    const joined = document.tables[2];
    const origins = new Origins(document, upstreams);
    expect(joined && origins.of(joined, { name: "year", from: "since" })).toEqual({
      privacyClass: "quasi-identifier",
      rule: "generalize-date",
      origin: { module: "visits", number: 3, table: "patient", column: "born" },
    });
    expect(joined && origins.of(joined, { name: "price" })).toBeUndefined();
  });
});

test("a column that says nothing takes class and technique; what it says itself stays", () => {
  const document = documentOf([
    {
      name: "t",
      extraction: reading("select *, upper(born) as loud from patient"),
      columns: [
        { name: "born" },
        { name: "city" },
        { name: "loud" },
        { name: "id", privacyClass: "direct-identifier", anonymize: { rule: "drop" } },
      ],
    },
  ]);
  expect(inheritClasses(document, upstreams).tables[0]?.columns).toEqual([
    {
      name: "born",
      privacyClass: "quasi-identifier",
      anonymize: { rule: "keep", with: { reason: "module:visits@3 patient.born: generalize-date" } },
    },
    { name: "city", privacyClass: "insensitive" },
    // Nothing says what was done to a computed value: it needs a rule of its own.
    { name: "loud", privacyClass: "quasi-identifier" },
    { name: "id", privacyClass: "direct-identifier", anonymize: { rule: "drop" } },
  ]);
  expect(inheritClasses(document, new Map())).toBe(document);
});
