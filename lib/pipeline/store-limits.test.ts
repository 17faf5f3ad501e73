import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BoundStore } from "#lib/pipeline";
import { storeDrivers } from "#lib/stores/server";
import { PipelineHarness, plain, type SourceData, testDocument } from "#lib/testing";

// What the record holds and PostgreSQL does not: told with table, column and what to do, before anything is written.

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const drivers = storeDrivers({
  network: { privateHosts: [] },
  parquetAsCsv: () => Promise.reject(new Error("nothing is written here")),
});
const reached = { host: "db.example.org", database: "published", user: "writer" };
const stores: readonly BoundStore[] = [
  { name: "warehouse", kind: "postgresql", driver: drivers.postgresql, config: reached },
];
const upload = { upload: { stores: ["warehouse"] } };
const keep = { rule: "keep", with: { reason: "A test." } };

const columns = (count: number) => Array.from({ length: count }, (_, at) => plain(`c${at}`, "integer"));
const wide = (names: readonly Record<string, unknown>[], extra: object = {}) =>
  testDocument([{ name: "t", columns: names, ...extra }], upload);
const rowsOf = (names: readonly string[], ...rows: (string | null)[][]): SourceData => ({
  t: { columns: names, rows },
});

/** Runs a trial, which finds what a publication would; stages that were begun say how far it came. */
async function tried(document: ReturnType<typeof testDocument>, data: SourceData, bound = stores) {
  const begun: string[] = [];
  const run = harness.run(document, data, {
    kind: "trial",
    stores: bound,
    onStage: (stage) => void begun.push(stage),
  });
  return { error: await run.then(() => undefined).catch((thrown: unknown) => thrown), begun };
}

describe("what the document tells is refused before anything is read", () => {
  // Cut to 54 bytes and told apart by a hash: the other table has that very name.
  const long = "я".repeat(40);
  const cut = `${"я".repeat(27)}_${createHash("sha256").update(long).digest("hex").slice(0, 8)}`;
  it.each([
    ["more than 1,600 columns", wide(columns(1601)), "c1600", /1600.*1601/],
    ["a name that PostgreSQL keeps", wide([plain("ctid")]), "ctid", /`from`/],
    ["two names that become one", wide([plain(cut), plain(long)]), long, /rename/],
    [
      "a key of more than 32 columns",
      wide(columns(33), { primaryKey: { columns: columns(33).map(({ name }) => name), strategy: keep } }),
      columns(33)
        .map(({ name }) => name)
        .join(", "),
      /32/,
    ],
  ])("%s", async (_, document, column, words) => {
    const { error, begun } = await tried(document, {});
    expect(error).toMatchObject({
      code: "store-cannot-hold",
      params: { store: "warehouse", table: "t", column, en: expect.stringMatching(words) },
    });
    expect(begun).toEqual([]);
  });

  it("tables whose names become one", async () => {
    const table = (name: string) => ({ name, columns: [plain("a")] });
    const { error } = await tried(testDocument([table(cut), table(long)], upload), {});
    expect(error).toMatchObject({ code: "store-cannot-hold", params: { table: long } });
  });

  it("names beyond 63 bytes alone are cut and kept, and a module that goes elsewhere has no such limits", async () => {
    const data = rowsOf([long], ["1"]);
    expect((await tried(wide([plain(long)]), data)).error).toBeUndefined();
    expect((await tried(wide([plain("ctid")]), rowsOf(["ctid"], ["1"]), [])).error).toBeUndefined();
    const shelf = {
      name: "warehouse",
      kind: "folder",
      driver: drivers.folder,
      config: { folder: "/published" },
    };
    expect((await tried(wide([plain("ctid")]), rowsOf(["ctid"], ["1"]), [shelf])).error).toBeUndefined();
  });
});

describe("what the data tell is refused before anything is written", () => {
  const secret = "Rowena\u0000Secret";
  it("texts with NUL, with their number and no value", async () => {
    const document = wide([plain("n", "integer"), plain("note")]);
    const { error, begun } = await tried(document, rowsOf(["n", "note"], ["1", secret], ["2", "fine"]));
    expect(error).toMatchObject({
      code: "store-cannot-hold",
      params: { table: "t", column: "note", en: expect.stringMatching(/^1 values.*regex-replace/) },
    });
    expect(JSON.stringify(error)).not.toContain("Rowena");
    expect(begun.at(-1)).toBe("protect");
  });

  it("and the normalizer that it names takes them out", async () => {
    const normalize = [{ rule: "regex-replace", with: { pattern: "\\x00", replacement: "" } }];
    const document = wide([plain("note", "string", { normalize })]);
    expect((await tried(document, rowsOf(["note"], [secret]))).error).toBeUndefined();
  });

  it("keys that no index takes, in bytes", async () => {
    const document = wide([plain("id")], { primaryKey: { columns: ["id"], strategy: keep } });
    expect((await tried(document, rowsOf(["id"], ["я".repeat(1300)]))).error).toBeUndefined();
    const { error } = await tried(document, rowsOf(["id"], ["я".repeat(1301)], ["b"]));
    expect(error).toMatchObject({
      code: "store-cannot-hold",
      params: { column: "id", en: expect.stringMatching(/2600 bytes, and 1 rows/) },
    });
    const hashed = wide([{ name: "id", privacyClass: "direct-identifier" }], {
      primaryKey: { columns: ["id"], strategy: { rule: "pseudonymize" } },
    });
    expect((await tried(hashed, rowsOf(["id"], ["я".repeat(1301)]))).error).toBeUndefined();
  });
});
