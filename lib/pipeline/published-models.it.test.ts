import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { searchMethods } from "#lib/contracts";
import { PipelineHarness, plain, pythonOr, type SourceRows, testDocument } from "#lib/testing";
import { numbers } from "./testing/naive-figures.ts";

/** Every model of a published table, measured by pandas from the Parquet files alone, for each way of choosing levels. */

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

/** By the papers' definitions: Machanavajjhala et al. 2007, Li et al. 2007, Brickell and Shmatikov 2008. */
const measure = `
import json, sys, numpy as np, pandas as pd
np.seterr(divide="ignore")
patient, visit = pd.read_parquet(sys.argv[1]), pd.read_parquet(sys.argv[2])
quasi = ["city", "age"]
def classes(frame, by): return [own for _, own in frame.groupby(by, dropna=False)]
def shares(values, over): return values.value_counts(normalize=True, dropna=False).reindex(over, fill_value=0).to_numpy()
def entropy(own):
    p = own["illness"].value_counts(normalize=True, dropna=False).to_numpy()
    return float(np.exp(-(p * np.log(p)).sum()))
def recursive(own, l):
    counts = np.sort(own["illness"].value_counts(dropna=False).to_numpy())[::-1]
    return float(counts[0] / counts[l - 1:].sum())
ill = patient["illness"].value_counts(dropna=False).index
money = np.sort(patient["income"].unique())
q, r = shares(patient["illness"], ill), shares(patient["income"], money)
own = classes(patient, quasi)
found = {
  "k-anonymity": min(len(c) for c in own),
  "distinct-l-diversity": min(c["illness"].nunique(dropna=False) for c in own),
  "entropy-l-diversity": min(entropy(c) for c in own),
  "recursive-l-diversity": max(recursive(c, 2) for c in own),
  "equal-t-closeness": max(float(np.abs(shares(c["illness"], ill) - q).sum() / 2) for c in own),
  "ordered-t-closeness": max(float(np.abs(np.cumsum(shares(c["income"], money) - r)).sum() / (len(money) - 1)) for c in own),
  "delta-disclosure": max(float(np.abs(np.log2(shares(c["illness"], ill) / q)).max()) for c in own),
}
joined = visit.merge(patient, how="left", left_on="patient_id", right_on="id")
persons = joined.groupby(["day"] + quasi, dropna=False)["patient_id"].nunique()
found["persons"] = int(persons.min())
finite = {rule: figure for rule, figure in found.items() if np.isfinite(figure)}
print(json.dumps({"figures": finite, "rows": len(patient), "classes": len(own), "visits": len(visit)}))
`;
interface Measured {
  readonly figures: Readonly<Record<string, number>>;
  readonly rows: number;
  readonly classes: number;
  readonly visits: number;
}

const run = promisify(execFile);
const measured = async (python: string, patient: string, visit: string): Promise<Measured> =>
  JSON.parse((await run(python, ["-c", measure, patient, visit])).stdout);

const keep = { rule: "keep", with: { reason: "A test." } };
const hierarchies = [
  {
    name: "city",
    rule: "value-table",
    with: {
      rows: [
        ["Тверь", "Центр", "Россия"],
        ["Орёл", "Центр", "Россия"],
        ["Côte d'Ivoire", "Rest", "*"],
        ["Rest", "Rest", "*"],
      ],
    },
  },
  { name: "age", rule: "intervals", with: { widths: [5, 20] } },
  { name: "day", rule: "date-parts", with: { units: ["month", "year"] } },
];
const leveled = (name: string, datatype: string) => ({
  name,
  datatype,
  privacyClass: "quasi-identifier",
  hierarchy: { name },
});
const sensitive = (name: string, datatype: string) => ({
  name,
  datatype,
  privacyClass: "sensitive",
  anonymize: keep,
});
const document = (privacy: Readonly<Record<string, unknown>>, search: string) =>
  testDocument(
    [
      {
        name: "patient",
        columns: [
          plain("id", "integer"),
          leveled("city", "string"),
          leveled("age", "integer"),
          sensitive("illness", "string"),
          sensitive("income", "integer"),
        ],
        primaryKey: { columns: ["id"], strategy: keep },
        privacy: { ...privacy, search, suppressionLimit: 0.4 },
      },
      {
        name: "visit",
        columns: [plain("no", "integer"), { name: "patient_id" }, leveled("day", "date")],
        primaryKey: { columns: ["no"], strategy: keep },
        foreignKeys: [
          { columns: ["patient_id"], references: { table: "patient", columns: ["id"] }, onOrphan: "reject" },
        ],
        privacy: { kAnonymity: 3, search, suppressionLimit: 0.8 },
      },
    ],
    { hierarchies, person: { table: "patient" } },
  );

function rows(): { patient: SourceRows; visit: SourceRows } {
  const next = numbers(17);
  const draw = (most: number) => Math.floor(next.next().value * most);
  const cities = ["Тверь", "Орёл", "Côte d'Ivoire", "Rest", null];
  return {
    patient: {
      columns: ["id", "city", "age", "illness", "income"],
      rows: Array.from({ length: 700 }, (_, id) => [
        String(id),
        cities[Math.min(draw(5), draw(5))] ?? null,
        String(draw(9) * draw(9) - 5),
        ["flu", "asthma", "it's", null][draw(4)] ?? null,
        String(draw(5) * 10),
      ]),
    },
    visit: {
      columns: ["no", "patient_id", "day"],
      rows: Array.from({ length: 1500 }, (_, no) => [
        String(no),
        String(draw(700)),
        `2024-0${1 + draw(4)}-1${draw(9)}`,
      ]),
    },
  };
}

const sets = [
  { kAnonymity: 4, lDiversity: { column: "illness", l: 3 }, tCloseness: { column: "illness", t: 0.35 } },
  { kAnonymity: 3, lDiversity: { column: "illness", l: 2.6, kind: "entropy" } },
  { lDiversity: { column: "illness", l: 2, kind: "recursive", c: 1.2 } },
  { tCloseness: { column: "income", t: 0.2, distance: "ordered" }, kAnonymity: 2 },
  { deltaDisclosure: { column: "illness", delta: 1.4 } },
];

describe.each(searchMethods)("%s", (search) => {
  test("what pandas measures of the files is what the report says, for every model", async (context) => {
    const python = pythonOr(context, "ETLX_TEST_PYTHON");
    let models = 0;
    for (const privacy of sets) {
      const { outcome, folder } = await harness.run(document(privacy, search), rows());
      const file = (name: string) => path.join(folder, "out", `${name}.parquet`);
      const { figures, rows: left, classes, visits } = await measured(python, file("patient"), file("visit"));
      expect(left).toBeGreaterThan(400);
      expect(classes).toBeGreaterThan(1);
      expect(visits).toBeGreaterThan(200);
      const [patient, visit] = outcome.reports.privacy.tables;
      for (const { rule, achieved } of patient?.models ?? []) {
        expect(achieved, `${search} ${rule}`).toBeCloseTo(figures[rule] ?? Number.NaN, 9);
        models++;
      }
      expect(visit).toMatchObject({ unit: "persons", achievedK: figures.persons });
      expect(figures.persons).toBeGreaterThanOrEqual(3);
    }
    expect(models).toBe(9);
  });
});

test("a file that is short of one row of its smallest class would be seen", async (context) => {
  const python = pythonOr(context, "ETLX_TEST_PYTHON");
  const { folder } = await harness.run(document({ kAnonymity: 4 }, "multidimensional"), rows());
  const file = (name: string) => path.join(folder, "out", name);
  const before = await measured(python, file("patient.parquet"), file("visit.parquet"));
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`copy (from read_parquet('${file("patient.parquet")}')
      qualify row_number() over (partition by city, age) > 1 or count(*) over (partition by city, age) > ${before.figures["k-anonymity"]})
    to '${file("short.parquet")}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
  const after = await measured(python, file("short.parquet"), file("visit.parquet"));
  await rm(file("short.parquet"));
  expect(after.figures["k-anonymity"]).toBe(Number(before.figures["k-anonymity"]) - 1);
});
