import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diagnose } from "#lib/metadata";
import { PipelineHarness, plain, type SourceRows, testDocument } from "#lib/testing";

let harness: PipelineHarness;
beforeAll(async () => {
  harness = await PipelineHarness.open();
});
afterAll(() => harness.close());

const keep = { rule: "keep", with: { reason: "A test." } };
const rows = (columns: readonly string[], ...values: (string | null)[][]): SourceRows => ({
  columns,
  rows: values,
});

describe("keys for some rows only", () => {
  const party = (name: string, strategy: unknown) => ({
    name,
    columns: [plain("id", "integer", { privacyClass: "direct-identifier" }), plain("label")],
    primaryKey: { columns: ["id"], strategy },
  });
  const note = (onOrphan: string) => ({
    name: "note",
    columns: [plain("n", "integer"), plain("kind"), { name: "about" }],
    primaryKey: { columns: ["n"], strategy: keep },
    foreignKeys: ["doctor", "patient"].map((table) => ({
      columns: ["about"],
      references: { table, columns: ["id"] },
      onOrphan,
      when: { column: "kind", equals: table },
    })),
  });
  const shared = { rule: "pseudonymize", with: { domain: "parties" } };
  const data = {
    doctor: rows(["id", "label"], ["1", "doctor one"]),
    patient: rows(["id", "label"], ["1", "patient one"], ["2", "patient two"]),
    note: rows(
      ["n", "kind", "about"],
      ["1", "doctor", "01"],
      ["2", "patient", "2"],
      ["3", "doctor", "2"],
      ["4", "house", "2"],
    ),
  };
  it("polymorphic: each row is looked up in the table that its kind names, and joins survive", async () => {
    const document = testDocument([party("doctor", shared), party("patient", shared), note("reject")]);
    const run = await harness.run(document, data);
    const made = await run.rows("note");
    expect(made.map((row) => row.n)).toEqual(["1", "2", "4"]);
    const label = async (table: string, id: unknown) =>
      (await run.rows(table)).find((row) => row.id === id)?.label;
    expect(await label("doctor", made[0]?.about)).toBe("doctor one");
    expect(await label("patient", made[1]?.about)).toBe("patient two");
    expect((await run.quarantine("note")).map((row) => [row.__code, row.n])).toEqual([["orphan", "3"]]);
  });
  it("a suppressed parent takes its own rows along, and none that name another table by the same key", async () => {
    const city = { name: "city", privacyClass: "quasi-identifier", anonymize: keep };
    const doctor = party("doctor", shared);
    const document = testDocument([
      {
        ...doctor,
        columns: [...doctor.columns, city],
        privacy: { kAnonymity: 2, suppressionLimit: 1 },
      },
      party("patient", shared),
      note("keep"),
    ]);
    const run = await harness.run(document, {
      doctor: rows(["id", "label", "city"], ["1", "a", "Омск"], ["2", "b", "Тверь"], ["3", "c", "Тверь"]),
      patient: rows(["id", "label"], ["1", "d"]),
      note: rows(["n", "kind", "about"], ["1", "doctor", "1"], ["2", "patient", "1"], ["3", "doctor", "2"]),
    });
    expect((await run.rows("doctor")).map((row) => row.label)).toHaveLength(2);
    expect((await run.rows("note")).map((row) => row.n)).toEqual(["2", "3"]);
  });
  it("no single table is promised as the parent", async () => {
    const document = testDocument([party("doctor", shared), party("patient", shared), note("reject")]);
    const { outcome } = await harness.run(document, data);
    if (outcome.kind !== "published") throw new Error("published");
    expect(outcome.manifest.tables.find(({ name }) => name === "note")?.foreignKeys).toEqual([]);
  });
  it("keys that make different forms of one value are refused", () => {
    const refused = (doctor: unknown, patient: unknown) =>
      diagnose(testDocument([party("doctor", doctor), party("patient", patient), note("reject")]), {
        mode: "executable",
      }).filter(({ severity }) => severity === "error");
    expect(refused(shared, shared)).toEqual([]);
    for (const other of [{ rule: "surrogate" }, { rule: "pseudonymize" }, keep])
      expect(refused(shared, other).map(({ code }) => code)).toContain("foreign-key-when-shared");
  });
});

it.each([
  ["binary", ["\\x00ff", "\\x", "\\x00FF"]],
  ["boolean", ["true", "false", "true"]],
  ["date", ["2020-02-29", "0001-01-01", "2020-02-29"]],
  ["time", ["10:00", "23:59:59.5", "10:00:00"]],
  ["timestamp(tz)", ["2020-01-01 10:00:00+03", "2020-01-01 00:00:00Z", "2020-01-01 07:00:00Z"]],
  [
    "uuid",
    [
      "00000000-0000-4000-8000-00000000000a",
      "00000000-0000-4000-8000-000000000001",
      "00000000-0000-4000-8000-00000000000A",
    ],
  ],
  ["decimal(10,2)", ["1.50", "-7", "1.5"]],
])(
  "a key of %s is one however it is written, numbered and kept",
  async (datatype, [first, second, again]) => {
    for (const strategy of [keep, { rule: "surrogate" }]) {
      const document = testDocument([
        {
          name: "parent",
          columns: [plain("id", datatype)],
          primaryKey: { columns: ["id"], strategy },
        },
        {
          name: "child",
          columns: [plain("id", "integer"), { name: "parent_id" }],
          primaryKey: { columns: ["id"], strategy: keep },
          foreignKeys: [
            { columns: ["parent_id"], references: { table: "parent", columns: ["id"] }, onOrphan: "reject" },
          ],
        },
      ]);
      const run = await harness.run(document, {
        parent: rows(["id"], [first ?? null], [second ?? null]),
        child: rows(["id", "parent_id"], ["1", again ?? null], ["2", second ?? null], ["3", null]),
      });
      const ids = (await run.rows("parent")).map((row) => JSON.stringify(row.id));
      const found = (await run.rows("child")).map((row) => JSON.stringify(row.parent_id));
      expect(new Set(ids).size).toBe(2);
      expect(found.toSorted()).toEqual([...ids, "null"].toSorted());
    }
  },
);
