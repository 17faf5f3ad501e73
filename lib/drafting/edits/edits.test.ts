import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryDocument } from "#lib/testing";
import {
  addColumn,
  addForeignKey,
  addTables,
  all,
  changeColumns,
  type Edit,
  insert,
  isSame,
  type Json,
  move,
  readAt,
  readDraft,
  removeColumns,
  removeForeignKey,
  removeTables,
  renameColumn,
  renameTable,
  set,
  setAnonymization,
  setMember,
  setPrimaryKey,
} from "../index.ts";

const label = { en: "edit", ru: "правка" };

const clinic = (): Json => ({
  name: "clinic",
  person: { table: "patient" },
  tables: [
    {
      name: "patient",
      columns: [{ name: "id" }, { name: "city", hierarchy: { name: "places", level: 1 } }],
      primaryKey: { columns: ["id"], strategy: { rule: "pseudonymize" } },
    },
    {
      name: "visit",
      columns: [
        { name: "id" },
        { name: "patient_id", datatype: "integer", privacyClass: "direct-identifier" },
      ],
      privacy: { lDiversity: { column: "id", l: 2 }, kMap: { k: 5, population: "patient" } },
    },
  ],
});
const tableOf = (document: Json, name: string) =>
  readDraft(document).tables.find((table) => table.name === name);
const link = { table: "visit", columns: ["patient_id"], parent: "patient", parentColumns: ["id"] };

describe("what an edit does", () => {
  test("a rule takes the place of a hierarchy's level, and an absent rule leaves none", () => {
    const at = [{ table: "patient", column: "city" }];
    const ruled = setAnonymization(at, { rule: "redact" }).apply(clinic());
    expect(tableOf(ruled, "patient")?.columns[1]?.json).toEqual({
      name: "city",
      anonymize: { rule: "redact" },
    });
    expect(tableOf(setAnonymization(at, undefined).apply(ruled), "patient")?.columns[1]?.json).toEqual({
      name: "city",
    });
  });

  test("many columns at once, and none that is not there", () => {
    const at = [
      { table: "patient", column: "id" },
      { table: "visit", column: "id" },
      { table: "visit", column: "gone" },
      { table: "gone", column: "id" },
    ];
    const document = setMember(at, "datatype", "integer").apply(clinic());
    expect(readDraft(document).tables.map((table) => table.columns.map(({ datatype }) => datatype))).toEqual([
      ["integer", undefined],
      ["integer", "integer"],
    ]);
    expect(setMember(at.slice(0, 2), "datatype", "x").label).toEqual({
      en: "datatype of 2 columns",
      ru: "datatype: колонок: 2",
    });
  });

  test("a column stands where it was added, and a moved one where it was put", () => {
    const added = addColumn("patient", { name: "age" }, 1).apply(clinic());
    expect(tableOf(added, "patient")?.columns.map(({ name }) => name)).toEqual(["id", "age", "city"]);
    const moved = move(["tables", 0, "columns"], 2, 0, label).apply(added);
    expect(tableOf(moved, "patient")?.columns.map(({ name }) => name)).toEqual(["city", "id", "age"]);
    expect(
      tableOf(insert(["tables", 0, "columns"], { name: "z" }, label).apply(clinic()), "patient")?.columns,
    ).toHaveLength(3);
  });

  test("a foreign key's columns say nothing of their own that they take from their parent", () => {
    const linked = addForeignKey(link).apply(clinic());
    expect(tableOf(linked, "visit")?.columns[1]?.json).toEqual({ name: "patient_id" });
    expect(tableOf(linked, "visit")?.foreignKeys).toMatchObject([
      { parent: "patient", parentColumns: ["id"] },
    ]);
    expect(tableOf(removeForeignKey("visit", 0).apply(linked), "visit")?.json).not.toHaveProperty(
      "foreignKeys",
    );
  });

  test("a primary key keeps the strategy that was chosen for it", () => {
    const redact = { rule: "redact" };
    const wider = setPrimaryKey("patient", ["id", "city"], redact).apply(clinic());
    expect(tableOf(wider, "patient")).toMatchObject({
      primaryKey: ["id", "city"],
      strategy: { rule: "pseudonymize" },
    });
    expect(tableOf(setPrimaryKey("visit", ["id"], redact).apply(clinic()), "visit")?.strategy?.rule).toBe(
      "redact",
    );
    expect(tableOf(setPrimaryKey("patient", [], redact).apply(wider), "patient")?.json).not.toHaveProperty(
      "primaryKey",
    );
  });

  test("a table that goes takes the keys along that lead to it", () => {
    const linked = addForeignKey(link).apply(clinic());
    const rest = removeTables(["patient"]).apply(linked);
    expect(readDraft(rest).tables.map(({ name }) => name)).toEqual(["visit"]);
    expect(tableOf(rest, "visit")?.json).not.toHaveProperty("foreignKeys");
    expect(readDraft(addTables([{ name: "drug" }]).apply(rest)).tables.map(({ name }) => name)).toEqual([
      "visit",
      "drug",
    ]);
  });

  test("names follow a renamed table and a renamed column into models", () => {
    const linked = addForeignKey(link).apply(clinic());
    const renamed = all(
      [renameTable("patient", "person"), renameColumn({ table: "visit", column: "id" }, "no")],
      label,
    ).apply(linked);
    expect(readAt(renamed, ["person", "table"])).toBe("person");
    expect(tableOf(renamed, "visit")?.json.privacy).toEqual({
      lDiversity: { column: "no", l: 2 },
      kMap: { k: 5, population: "person" },
    });
    expect(tableOf(renamed, "visit")?.foreignKeys[0]?.parent).toBe("person");
  });

  test("what an edit leaves alone is the same object afterwards", () => {
    const before = clinic();
    const after = setMember([{ table: "patient", column: "city" }], "datatype", "string").apply(before);
    expect(tableOf(after, "visit")?.json).toBe(tableOf(before, "visit")?.json);
    expect(tableOf(after, "patient")?.columns[0]).toBe(tableOf(before, "patient")?.columns[0]);
    expect(tableOf(after, "patient")?.columns[1]).not.toBe(tableOf(before, "patient")?.columns[1]);
  });
});

describe("any document", () => {
  const back = (document: Json, forth: Edit, undone: Edit) => undone.apply(forth.apply(document));
  const documents = arbitraryDocument.map((value) => JSON.parse(JSON.stringify(value)) as Json);

  test("comes back equal from each view: positions set and reset, cells changed and changed back, text", () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(isSame(JSON.parse(JSON.stringify(document)), document)).toBe(true);
        const positions = readAt(document, ["ui", "canvas"]);
        expect(
          isSame(
            back(document, set(["ui", "canvas"], { x: 1 }, label), set(["ui", "canvas"], positions, label)),
            readAt(document, ["ui"]) === undefined ? { ...(document as object), ui: {} } : document,
          ),
        ).toBe(true);
        for (const table of readDraft(document).tables)
          for (const column of table.columns) {
            const path = ["tables", table.index, "columns", column.index];
            const forth = set([...path, "datatype"], "changed", label);
            expect(
              isSame(
                back(document, forth, set([...path, "datatype"], column.json.datatype, label)),
                document,
              ),
            ).toBe(true);
            const removed = set(path, undefined, label);
            const put = insert(["tables", table.index, "columns"], column.json, label, column.index);
            expect(isSame(back(document, removed, put), document)).toBe(true);
          }
      }),
      { numRuns: 200 },
    );
  });

  test("no edit of a column touches another table's columns", () => {
    fc.assert(
      fc.property(documents, (document) => {
        const [first, ...others] = readDraft(document).tables;
        const column = first?.columns[0];
        if (!first || !column || others.some(({ name }) => name === first.name)) return;
        const at = { table: first.name, column: column.name };
        for (const edit of [removeColumns([at]), changeColumns([at], () => ({ description: "x" }), label)]) {
          const after = readDraft(edit.apply(document));
          for (const other of others) expect(after.tables[other.index]).toBe(other);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("whatever a half-finished edit is, it is read", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.jsonValue({ maxDepth: 5 }), (one, other) => {
        const document = {
          name: one,
          tables: [other, { name: one, columns: [other, { name: other }] }],
          upload: one,
        } as Json;
        expect(readDraft(document).tables).toHaveLength(2);
        expect(readDraft(one as Json).tables.length).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });
});
