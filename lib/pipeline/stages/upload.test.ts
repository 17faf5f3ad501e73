import { afterAll, beforeAll, expect, it } from "vitest";
import { AppError } from "#lib/kernel";
import { findStoreDriver } from "#lib/stores/server";
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

it("a worker that lost its run removes nothing and writes nothing in a store any more", async () => {
  const unused = () => Promise.reject(new Error("not in this test"));
  const driver = findStoreDriver("folder", { network: { privateHosts: [] }, parquetAsCsv: unused });
  const document = testDocument([{ name: "visit", columns: [plain("v")] }], {
    upload: { stores: ["shelf"] },
  });
  const data = { visit: { columns: ["v"], rows: [["1"]] } };
  /** What the store was asked for by a worker that loses the run after so many questions whether it is still its own. */
  const askedOf = async (ownedFor: number) => {
    const asked: string[] = [];
    let questions = 0;
    const assertOwned = async () => {
      questions += 1;
      if (questions > ownedFor) throw new AppError("run-lease-lost");
    };
    const shelf = {
      ...{ name: "shelf", kind: "folder", config: { folder: `${harness.folder}/shelf` } },
      driver: {
        ...driver,
        remove: async () => void asked.push("remove"),
        write: async () => {
          asked.push("write");
          return { location: "there", tables: [] };
        },
      },
    };
    const code = await harness.run(document, data, { stores: [shelf], assertOwned }).then(
      () => "published",
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    );
    return [code, ...asked];
  };
  expect(await askedOf(0)).toEqual(["run-lease-lost"]);
  expect(await askedOf(1)).toEqual(["run-lease-lost", "remove"]);
  expect(await askedOf(2)).toEqual(["run-lease-lost", "remove", "write"]);
});

it("no script is given a place in a store by a worker that lost its run", async () => {
  const unused = () => Promise.reject(new Error("not in this test"));
  const driver = findStoreDriver("folder", { network: { privateHosts: [] }, parquetAsCsv: unused });
  const document = testDocument([{ name: "visit", columns: [plain("v")] }], {
    upload: { stores: [], script: { language: "sql", store: "shelf", script: "select 1" } },
  });
  const data = { visit: { columns: ["v"], rows: [["1"]] } };
  const askedOf = async (ownedFor: number) => {
    const asked: string[] = [];
    let questions = 0;
    const assertOwned = async () => {
      questions += 1;
      if (questions > ownedFor) throw new AppError("run-lease-lost");
    };
    const uploads = {
      assertTakes: () => undefined,
      open: async () => {
        asked.push("open");
        throw new AppError("store-refused", { store: "shelf", detail: "test" });
      },
      reader: () => ({ kind: "rows", config: {} }),
    };
    const config = { folder: `${harness.folder}/shelf` };
    const shelf = { name: "shelf", kind: "folder", config, driver: { ...driver, uploads } };
    const sourceDriver = () => {
      throw new Error("not in this test");
    };
    const code = await harness.run(document, data, { stores: [shelf], assertOwned, sourceDriver }).then(
      () => "published",
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    );
    return [code, ...asked];
  };
  expect(await askedOf(0)).toEqual(["run-lease-lost"]);
  expect(await askedOf(1)).toEqual(["run-lease-lost"]);
  expect(await askedOf(2)).toEqual(["store-refused", "open"]);
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
