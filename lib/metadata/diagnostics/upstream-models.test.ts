import { expect, it } from "vitest";
import type { Upstreams, UpstreamVersion } from "#lib/contracts";
import { diagnose } from "./diagnose.ts";

const models: NonNullable<UpstreamVersion["tables"][number]["models"]> = [
  { rule: "k-anonymity", with: { k: 5 } },
  { rule: "equal-t-closeness", with: { t: 0.3 } },
];
const column = (
  name: string,
  privacyClass: UpstreamVersion["tables"][number]["columns"][number]["privacyClass"],
) => ({
  name,
  datatype: "string",
  nullable: true,
  privacyClass,
  rule: "generalize-text",
});
const upstreams: Upstreams = new Map([
  [
    "people",
    {
      module: "people",
      number: 2,
      versionId: "sha256:people",
      wanted: 2,
      follows: [],
      tables: [
        {
          name: "person",
          rows: 10,
          bytes: 10,
          sha256: "0".repeat(64),
          primaryKey: [],
          foreignKeys: [],
          columns: [
            column("town", "quasi-identifier"),
            column("illness", "sensitive"),
            column("note", "insensitive"),
          ],
          models,
        },
        {
          name: "free",
          rows: 1,
          bytes: 1,
          sha256: "0".repeat(64),
          primaryKey: [],
          foreignKeys: [],
          columns: [column("town", "quasi-identifier")],
        },
      ],
    },
  ],
]);

function dropped(columns: readonly string[], script: string, more: object = {}) {
  const found = diagnose(
    {
      "@type": "DataModule",
      format: 2,
      name: "study",
      sources: [{ name: "people", ref: "module:people@2" }],
      tables: [
        {
          name: "t",
          extraction: { language: "sql", source: "people", script },
          columns: columns.map((name) => ({ name, datatype: "string" })),
          ...more,
        },
      ],
    },
    { mode: "executable", upstreams },
  );
  return found.flatMap(({ code, path, severity, message }) =>
    code === "module-models-dropped" ? [[severity, path.join("/"), message.en.split(".")[0]]] : [],
  );
}

const all = "people@2 person met k-anonymity (k = 5), equal-t-closeness (t = 0";
const closeness = { tCloseness: { column: "illness", t: 0.3 } };

it("warns where a table reads what a version's models were measured on and asks for none of them", () => {
  expect(dropped(["town", "illness"], "select town, illness from person where note is null")).toEqual([
    ["warning", "tables/0", all],
  ]);
});

it("warns where it asks for less, and of what is missing alone", () => {
  const select = "select town, illness from person";
  expect(dropped(["town", "illness"], select, { privacy: { kAnonymity: 4, ...closeness } })).toEqual([
    ["warning", "tables/0/privacy", "people@2 person met k-anonymity (k = 5)"],
  ]);
  const loose = { kAnonymity: 6, tCloseness: { column: "illness", t: 0.5 } };
  expect(dropped(["town", "illness"], select, { privacy: loose })).toEqual([
    ["warning", "tables/0/privacy", "people@2 person met equal-t-closeness (t = 0"],
  ]);
});

it("has nothing to say where the same or more is asked for, where nothing singles out, or none had a model", () => {
  const select = "select town, illness from person";
  expect(dropped(["town", "illness"], select, { privacy: { kAnonymity: 5, ...closeness } })).toEqual([]);
  expect(dropped(["illness", "note"], "select illness, note from person")).toEqual([]);
  expect(dropped(["town"], select, { publish: false })).toEqual([]);
  expect(dropped(["town"], "select town from free")).toEqual([]);
});

it("takes every table of a version into account where nobody can look into the script", () => {
  const opaque = "with q as (select town from free) select town from q";
  const columns = [{ name: "town", datatype: "string", privacyClass: "quasi-identifier" }];
  expect(dropped([], opaque, { columns })).toEqual([["warning", "tables/0", all]]);
});

const copied = ["town", "illness"];

it("has nothing to say of a copy of all rows, which is held to what they were held to", () => {
  for (const script of [
    "select * from person",
    "select town, illness from person;",
    "select p.* from person p",
  ])
    expect([script, dropped(copied, script)]).toEqual([script, []]);
  const left = [
    { name: "town", datatype: "string", anonymize: { rule: "keep", with: { reason: "published" } } },
  ];
  expect(dropped([], "select * from person", { columns: left })).toEqual([]);
});

it("warns where a copy asks for less by name, or its rows are not all of them, once, as they were", () => {
  const warned = (script: string, more: object = {}) => dropped(copied, script, more).length;
  expect(warned("select * from person", { privacy: { kAnonymity: 4 } })).toBe(1);
  for (const script of [
    "select distinct town, illness from person",
    "select * from person limit 10",
    "select person.* from person, free",
    "select upper(town) as town, illness from person",
  ])
    expect([script, warned(script) > 0]).toEqual([script, true]);
  const columns = (more: object) => [
    { name: "town", datatype: "string", ...more },
    { name: "illness", datatype: "string" },
  ];
  const changes: readonly object[] = [
    { deduplicate: { columns: ["town"], winner: "first" } },
    { primaryKey: { columns: ["town"], strategy: { rule: "keep", with: { reason: "published" } } } },
    {
      columns: [...columns({}), { name: "note", datatype: "string" }],
      foreignKeys: [{ columns: ["note"], references: { table: "t", columns: ["note"] }, onOrphan: "reject" }],
    },
    { checks: [{ rule: "row-count", with: { minimum: 1 }, onViolation: "warn" }] },
    { transformation: { language: "sql", script: "select * from t where town is not null" } },
    { columns: columns({ checks: [{ rule: "length", with: { maximum: 3 }, onViolation: "reject" }] }) },
    { columns: columns({ nulls: { rule: "reject" } }) },
    { columns: columns({ datatype: "integer" }) },
    { columns: columns({ normalize: [{ rule: "trim" }] }) },
    { columns: columns({ anonymize: { rule: "pseudonymize" } }) },
    { columns: [...columns({}), { name: "note", datatype: "string", privacyClass: "quasi-identifier" }] },
  ];
  for (const more of changes) expect([more, warned("select * from person", more)]).toEqual([more, 1]);
});
