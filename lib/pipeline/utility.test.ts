import { afterAll, beforeAll, expect, it } from "vitest";
import { PipelineHarness, plain, testDocument } from "#lib/testing";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const count = 400;
const column = (name: string, datatype: string, anonymize: object) => ({
  name,
  datatype,
  privacyClass: "sensitive",
  anonymize,
});
const document = (rows = count) => ({
  document: testDocument([
    {
      name: "t",
      columns: [
        plain("id", "integer"),
        column("rounded", "integer", { rule: "round", with: { step: 100 } }),
        column("code", "string", { rule: "pseudonymize" }),
        column("gone", "string", { rule: "redact" }),
        column("halved", "string", { rule: "generalize-prefix", with: { keep: 1, rest: "cut" } }),
        column("day", "date", { rule: "generalize-date", with: { unit: "year" } }),
        column("huge", "float", { rule: "noise", with: { scale: 1 } }),
        plain("plain", "integer"),
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "surrogate" } },
    },
  ]),
  data: {
    t: {
      columns: ["id", "rounded", "code", "gone", "halved", "day", "huge", "plain"],
      rows: Array.from({ length: rows }, (_, id) => [
        String(id),
        String(id),
        `c${id % 16}`,
        `g${id % 8}`,
        `${"ab"[id % 2]}${"cd"[(id >> 1) % 2]}`,
        `2023-${id % 2 === 0 ? "01" : "12"}-01`,
        id === 3 ? "1e200" : String(id % 100),
        String(id % 3),
      ]),
    },
  },
});
const columnsOf = async ({ document: made, data }: ReturnType<typeof document>) => {
  const run = await harness.run(made, data);
  const columns = run.outcome.reports.privacy.tables[0]?.columns ?? [];
  return Object.fromEntries(
    columns.map(({ name, entropyKept, meanError }) => [name, { entropyKept, meanError }]),
  );
};

it("tells what every rule keeps of a column, and how far numbers and days moved", async () => {
  const columns = await columnsOf(document());
  // 0 … 399 rounded to hundreds: the mean distance is 25, the standard deviation 115.5.
  expect(columns.rounded?.meanError).toBe(0.22);
  expect(columns.rounded?.entropyKept).toBeLessThan(0.3);
  expect(columns.code).toEqual({ entropyKept: 1, meanError: undefined });
  expect(columns.gone).toEqual({ entropyKept: 0, meanError: undefined });
  expect(columns.halved).toEqual({ entropyKept: 0.5, meanError: undefined });
  // Half of the days moved by 334, whose standard deviation is 167.
  expect(columns.day).toEqual({ entropyKept: 0, meanError: 1 });
  expect(columns.plain).toEqual({ entropyKept: undefined, meanError: undefined });
  // One number beyond all others neither fails the run nor sets the figure.
  expect(columns.huge?.meanError).toBeLessThan(0.1);
});

it("tells nothing where so few rows are published that a mean could point at one", async () => {
  const columns = await columnsOf(document(99));
  expect(Object.values(columns).filter(({ meanError }) => meanError !== undefined)).toEqual([]);
  expect(columns.code).toEqual({ entropyKept: undefined, meanError: undefined });
});
