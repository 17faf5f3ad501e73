import { afterAll, beforeAll, expect, it } from "vitest";
import { PipelineHarness, plain, testDocument } from "#lib/testing";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

it("each table has a file of its own, whatever its name", async () => {
  const names = ["пациенты", "table-1", "Table-2", "a.b", "..", "visit"];
  const document = testDocument(names.map((name) => ({ name, columns: [plain("v")] })));
  const data = Object.fromEntries(names.map((name) => [name, { columns: ["v"], rows: [[name]] }]));
  const { outcome } = await harness.run(document, data);
  const files = outcome.kind === "published" ? outcome.manifest.tables.map(({ file }) => file) : [];
  expect(files).toEqual([
    "table-1.parquet",
    "table-2.parquet",
    "table-3.parquet",
    "a.b.parquet",
    "table-5.parquet",
    "visit.parquet",
  ]);
  expect(new Set(outcome.kind === "published" ? outcome.files.map(({ sha256 }) => sha256) : []).size).toBe(6);
});

it("the manifest tells what the document keeps apart, of what is published", async () => {
  const apart = { checks: [{ rule: "unique", onViolation: "reject" as const }] };
  const together = (...columns: string[]) => ({
    rule: "unique-together",
    with: { columns },
    onViolation: "reject" as const,
  });
  const document = testDocument([
    {
      name: "visit",
      columns: [plain("code", "string", apart), plain("day"), plain("room")],
      checks: [together("day", "room")],
    },
    { name: "free", columns: [plain("day")] },
  ]);
  const data = {
    visit: { columns: ["code", "day", "room"], rows: [["a", "b", "c"]] },
    free: { columns: ["day"], rows: [["b"]] },
  };
  const { outcome } = await harness.run(document, data);
  const tables = outcome.kind === "published" ? outcome.manifest.tables : [];
  expect(tables.map(({ unique }) => unique)).toEqual([[["code"], ["day", "room"]], undefined]);
});
