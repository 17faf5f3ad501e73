import { readFileSync } from "node:fs";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { moduleDocumentSchema } from "#lib/metadata";
import { PipelineHarness, type SourceRows } from "#lib/testing";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

/** The example as it is delivered, with stricter models, read from rows of the test. */
function clinic() {
  const file = new URL("../../public/examples/clinic.module.jsonld", import.meta.url);
  const document = moduleDocumentSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  return {
    ...document,
    sources: [{ name: "rows", ref: "rows" }],
    tables: document.tables.map((table) => ({
      ...table,
      extraction: { language: "sql" as const, source: "rows", script: table.name },
      ...(table.privacy
        ? {
            privacy: {
              ...table.privacy,
              lDiversity: { column: "diagnosis", l: 3 },
              tCloseness: { column: "diagnosis", t: 0.3 },
              suppressionLimit: 0.9,
            },
          }
        : {}),
    })),
    upload: undefined,
  };
}

const doctors: SourceRows = {
  columns: ["id", "speciality"],
  rows: [
    ["1", "therapist"],
    ["2", "surgeon"],
  ],
};
const diagnoses = ["J06", "I10", "E11", "M54"];
const patients: SourceRows = {
  columns: [
    "id",
    "doctor_id",
    "dob",
    "diagnosis",
    { name: "weight", datatype: "float" },
    { name: "height", datatype: "float" },
    "updated_at",
  ],
  rows: Array.from({ length: 900 }, (_, id) => [
    String(id),
    String(1 + (id % 2)),
    // Years from crowded to rare, and one diagnosis common among the youngest.
    `${String(1 + (id % 28)).padStart(2, "0")}.0${1 + (id % 9)}.${1950 + Math.floor(Math.sqrt(id * 2))}`,
    diagnoses[id % 7 < 3 && id > 700 ? 0 : id % 4] ?? null,
    "70",
    "1.7",
    "2024-01-01",
  ]),
};

it("k, l and t of the clinic's published file, computed again in plain SQL, hold", async () => {
  const run = await harness.run(clinic(), { doctor: doctors, patient: patients });
  const file = path.join(run.folder, "out", "patient.parquet");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(`
    with published as (from read_parquet('${file}')),
    counts as (select birth_date, diagnosis, count(*) as n from published group by all),
    everyone as (select diagnosis, count(*) / (select count(*) from published) as q from published group by all),
    classes as (select birth_date, sum(n) as size, count(*) as l from counts group by all),
    distances as (select c.birth_date, sum(abs(coalesce(n, 0) / size - q)) / 2 as t
      from classes c cross join everyone e left join counts using (birth_date, diagnosis) group by all)
    select min(size)::integer, min(l)::integer, (select max(t) from distances), count(*)::integer from classes`);
  const [[k, l, t, classes] = []] = reader.getRowsJson().map((row) => row.map(Number));
  connection.closeSync();
  instance.closeSync();
  expect(classes).toBeGreaterThan(3);
  expect(k).toBeGreaterThanOrEqual(5);
  expect(l).toBeGreaterThanOrEqual(3);
  expect(t).toBeLessThanOrEqual(0.3 + 1e-12);
  const report = run.outcome.reports.privacy.tables.find(({ name }) => name === "patient");
  // Something had to go, or nothing was tried.
  expect(report?.suppressed).toBeGreaterThan(0);
  const achieved = report?.models?.map((model) => model.achieved) ?? [];
  expect(achieved.slice(0, 2)).toEqual([k, l]);
  expect(achieved[2]).toBeCloseTo(t ?? Number.NaN, 12);
});
