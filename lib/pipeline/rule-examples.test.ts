import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exampleKeyText, surrogate } from "#lib/anonymizers";
import { checks, type ExampleRows, findCheck, findTableCheck, tableChecks } from "#lib/column-rules";
import type { Keys } from "#lib/pipeline";
import { PipelineHarness, plain, type SourceRows, testDocument } from "#lib/testing";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const sourceRows = ({ columns, rows }: ExampleRows): SourceRows => ({ columns: Object.keys(columns), rows });
const columnsOf = ({ columns }: ExampleRows) =>
  Object.entries(columns).map(([name, datatype]) => plain(name, datatype));

/** Places of the example's rows that were published; no two of its rows are alike. */
function publishedPlaces({ columns, rows }: ExampleRows, published: readonly Record<string, unknown>[]) {
  const text = (cells: readonly unknown[]) =>
    JSON.stringify(cells.map((cell) => (cell === null ? null : String(cell))));
  const found = published.map((row) => text(Object.keys(columns).map((column) => row[column])));
  return rows.flatMap((row, at) => (found.includes(text(row)) ? [at] : []));
}

const rowChecks = tableChecks.flatMap(({ id }) => {
  const check = findTableCheck(id);
  return check?.scope === "row" || check?.scope === "unique" || check?.scope === "reference"
    ? check.docs.examples.map((example) => ({ id, example }))
    : [];
});
const columnChecks = checks.flatMap(({ id }) => {
  const check = findCheck(id);
  return check?.scope === "table" ? check.docs.examples.map((example) => ({ id, example })) : [];
});

test("every check that looks at several values or rows has examples here", () => {
  expect(new Set(rowChecks.map(({ id }) => id))).toEqual(
    new Set(["unique-together", "expression", "reference"]),
  );
  expect(columnChecks.map(({ id }) => id)).toEqual(["unique", "unique"]);
  expect(surrogate.docs.examples).toHaveLength(2);
});

test.each(rowChecks)("a run rejects what the example of $id says: $example.params", async (one) => {
  const { params, other, violating, rows } = one.example;
  const target = typeof params.table === "string" ? params.table : "other";
  const check = { rule: one.id, with: params, onViolation: "reject" };
  const run = await harness.run(
    testDocument([
      { name: "t", columns: columnsOf(one.example), checks: [check] },
      ...(other ? [{ name: target, columns: columnsOf(other) }] : []),
    ]),
    { t: sourceRows(one.example), ...(other ? { [target]: sourceRows(other) } : {}) },
  );
  const passing = rows.map((_, at) => at).filter((at) => !violating.includes(at));
  expect(publishedPlaces(one.example, await run.rows("t"))).toEqual(passing);
  expect(run.outcome.reports.quality.tables[0]?.counts.rejected).toBe(violating.length);
});

const cells = (text: string | null) => (text ?? "").split(",");
/** Where a row stood: nothing else tells equal values apart. */
const place = "place_of_row";

test.each(columnChecks)("a run rejects what the example of $id says: $example.input", async (one) => {
  const { input, output, type, params } = one.example;
  const column = { checks: [{ rule: one.id, with: params, onViolation: "reject" }] };
  const rows = cells(input).map((cell, at) => [String(at), cell === "" ? null : cell]);
  const run = await harness.run(
    testDocument([{ name: "t", columns: [plain(place, "integer"), plain("c", type, column)] }]),
    { t: { columns: [place, "c"], rows } },
  );
  const passing = (await run.rows("t")).map((row) => Number(row[place]));
  expect(rows.map((_, at) => (passing.includes(at) ? "passes" : "violated")).join(",")).toBe(output);
});

/** The published key of examples, whatever it is asked for. */
const exampleKeys: Keys = {
  material: async () => createHash("sha256").update(exampleKeyText).digest(),
  keyId: async () => "example",
};

test.each(surrogate.docs.examples)("a run numbers the keys $input as the example says", async (example) => {
  const keys = cells(example.input);
  const id = { name: "id", datatype: example.type, privacyClass: "direct-identifier" };
  const document = testDocument([
    {
      name: "t",
      columns: [id, plain(place, "integer")],
      primaryKey: { columns: ["id"], strategy: { rule: surrogate.id } },
    },
  ]);
  const rows = keys.map((key, at) => [key, String(at)]);
  const run = await harness.run(document, { t: { columns: ["id", place], rows } }, { keys: exampleKeys });
  const published = new Map((await run.rows("t")).map((row) => [Number(row[place]), row.id]));
  expect(keys.map((_, at) => published.get(at)).join(",")).toBe(example.output);
});
