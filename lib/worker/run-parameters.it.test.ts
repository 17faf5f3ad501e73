import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { declaredParameterSchema, type GivenParameters } from "#lib/contracts";
import { systemClock } from "#lib/kernel";
import { runPipeline } from "#lib/pipeline/server";
import { resolveParameters } from "#lib/schedules";
import { executeRun } from "./execute-run.ts";
import { type Installation, openInstallation } from "./testing/installation.ts";

const hostile = "o'north \\' $day -- \n";
let installation: Installation;
let ids: { moduleId: string; revisionId: string };

const parameters = [
  { name: "region", datatype: "string", required: true },
  { name: "day", datatype: "date", default: "2026-01-02" },
  { name: "least", datatype: "decimal", default: "1.5" },
  { name: "most", datatype: "integer" },
];

const document = {
  "@type": "DataModule",
  format: 2,
  name: "regional",
  sources: [{ name: "clinic", ref: "clinic" }],
  parameters,
  tables: [
    {
      name: "visit",
      extraction: {
        language: "sql",
        source: "clinic",
        script: "select id, region, at, cost from visit where region = $region and at >= $day -- $region",
      },
      transformation: {
        language: "sql",
        script: "select *, $day as since from visit where cost >= $least and ($most is null or cost < $most)",
      },
      columns: [
        { name: "id", datatype: "integer", privacyClass: "insensitive" },
        { name: "region", datatype: "string", privacyClass: "insensitive" },
        { name: "since", datatype: "date", privacyClass: "insensitive" },
      ],
    },
  ],
};

beforeAll(async () => {
  const quoted = `E'${hostile.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
  installation = await openInstallation("parameters", {
    source: `create table visit (id int, region text, at date, cost numeric(10, 2));
      insert into visit values (1, 'north', '2026-01-01', 5), (2, 'north', '2026-01-02', 1.4), (3, 'north', '2026-01-03', 1.5),
        (4, 'north', '2026-01-04', 90), (5, ${quoted}, '2026-01-05', 2), (6, 'south', '2026-01-06', 3);`,
  });
  ids = await installation.approved(document);
});
afterAll(() => installation.close());

const declared = z.array(declaredParameterSchema).parse(parameters);

async function published(given: GivenParameters) {
  const { db } = installation.records;
  const values = resolveParameters(declared, given, { at: systemClock.now(), timeZone: "UTC" });
  if (!values.ok) throw new Error(JSON.stringify(values.error));
  const run = await db.runs.create({ ...ids, kind: "publication", parameters: values.value });
  await executeRun(installation.context, run.id, runPipeline);
  const ended = await db.runs.get(run.id);
  if (ended?.state !== "succeeded") throw new Error(JSON.stringify(ended?.error));
  const version = await db.versions.ofRun(run.id);
  if (version === undefined) throw new Error("no version");
  return version;
}

test("scripts take the run's values, at the server and in the engine, and the version tells them", async () => {
  const version = await published({ region: "north" });
  expect(version.manifest.tables[0]?.counts).toMatchObject({ extracted: 3, transformed: 2, published: 2 });
  const values = [
    { name: "region", type: "string", value: "north" },
    { name: "day", type: "date", value: "2026-01-02" },
    { name: "least", type: "decimal", value: "1.5" },
    { name: "most", type: "integer", value: null },
  ];
  expect(version.manifest.parameters).toEqual(values);
  expect(version.reports.provenance.parameters).toEqual(values);
});

test("no value leaves its place, and each gives other rows", async () => {
  const odd = await published({ region: hostile, day: "2025-12-31", most: 10 });
  expect(odd.manifest.tables[0]?.counts).toMatchObject({ extracted: 1, published: 1 });
  const few = await published({ region: "north", most: 10, day: "2026-01-01" });
  expect(few.manifest.tables[0]?.counts).toMatchObject({ extracted: 4, published: 2 });
  expect(few.versionId).not.toBe(odd.versionId);
});
