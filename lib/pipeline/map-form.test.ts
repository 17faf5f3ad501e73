import { afterAll, beforeAll, expect, test } from "vitest";
import { PipelineHarness, plain, type SourceData, testDocument } from "#lib/testing";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const inn = (index: number): string => {
  const payload = String(770_000_000 + index * 7);
  const sum = [2, 4, 10, 3, 5, 9, 4, 6, 8].reduce((all, w, at) => all + w * Number(payload[at]), 0);
  return `${payload}${(sum % 11) % 10}`;
};

const document = testDocument([
  {
    name: "firm",
    columns: [
      {
        name: "inn",
        datatype: "string",
        privacyClass: "direct-identifier",
      },
      {
        name: "phone",
        datatype: "string",
        privacyClass: "direct-identifier",
        anonymize: { rule: "fpe" },
      },
      {
        name: "account",
        datatype: "integer",
        privacyClass: "direct-identifier",
        anonymize: { rule: "encrypt", with: { output: "hex" } },
      },
    ],
    primaryKey: { columns: ["inn"], strategy: { rule: "identifier", with: { kind: "inn" } } },
  },
  {
    name: "order",
    columns: [{ name: "firm" }, plain("number", "integer")],
    foreignKeys: [{ columns: ["firm"], references: { table: "firm", columns: ["inn"] }, onOrphan: "reject" }],
  },
]);

const firms = 5_000;
const data: SourceData = {
  firm: {
    columns: ["inn", "phone", "account"],
    rows: Array.from({ length: firms }, (_, index) => [
      index === 7 ? "7700000000" : inn(index),
      index === 9 ? "call me" : `+7 (916) ${String(1_000_000 + index)}`,
      String(index % 100),
    ]),
  },
  order: {
    columns: ["firm", "number"],
    rows: Array.from({ length: 2 * firms }, (_, index) => [inn(index % firms), String(index)]),
  },
};

test("values pass through the threads: keys join, wrong ones and what depends on them go to quarantine", async () => {
  const run = await harness.run(document, data);
  const published = await run.rows("firm");
  const orders = await run.rows("order");
  expect(published.length).toBe(firms - 2);
  // The order of the firm without a valid number has no parent, nor has that of the one with a wrong phone.
  expect(orders.length).toBe(2 * (firms - 2));
  const keys = new Set(published.map((row) => row.inn));
  expect(keys.size).toBe(firms - 2);
  expect(orders.every((row) => keys.has(row.firm))).toBe(true);
  expect(published.every((row) => /^\+\d \(\d{3}\) \d{7}$/.test(String(row.phone)))).toBe(true);
  expect(new Set(published.map((row) => row.account)).size).toBe(100);
  const raw = new Set(data.firm?.rows.map(([number]) => number));
  expect([...keys].filter((key) => raw.has(String(key)))).toEqual([]);
  expect((await run.quarantine("firm")).length).toBe(2);
  const again = await harness.run(document, {
    ...data,
    firm: { columns: ["inn", "phone", "account"], rows: [...(data.firm?.rows ?? [])].reverse() },
  });
  expect(await again.rows("firm")).toEqual(published);
  const other = await harness.run(document, data, { seed: "other" });
  expect((await other.rows("firm")).filter((row) => keys.has(row.inn))).toEqual([]);
});
