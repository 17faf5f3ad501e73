import { expect, test } from "vitest";
import { type StageId, stageIds } from "#lib/contracts";
import { changedStages, type Json, type Path, readDraft, stageOf } from "./index.ts";
import { writeAt } from "./json.ts";

const document: Json = {
  sources: [{ name: "s", ref: "shop" }],
  person: { table: "t" },
  patterns: [{ match: "*_at", datatype: "date" }],
  upload: { stores: ["folder"] },
  tables: [
    {
      name: "t",
      extraction: { source: "s", script: "select 1" },
      columns: [{ name: "id", privacyClass: "sensitive", normalize: [{ rule: "trim" }] }],
      primaryKey: { columns: ["id"] },
      privacy: { kAnonymity: 5 },
    },
  ],
};

const table = ["tables", 0];
const column = [...table, "columns", 0];

test.each<[Path, string | undefined, StageId | undefined]>([
  [[...table, "extraction", "script"], undefined, "extract"],
  [[...table, "transformation"], undefined, "transform"],
  [[...column, "normalize", 0], undefined, "cleanse"],
  [column, "duplicate-name", "cleanse"],
  [column, "column-unclassed", "anonymize"],
  [[...column, "hierarchy"], undefined, "anonymize"],
  [[...table, "foreignKeys", 0, "references"], undefined, "keys"],
  [[...table, "privacy"], undefined, "protect"],
  [table, "table-no-origin", "extract"],
  [table, "table-no-columns", "publish"],
  [["upload", "stores"], undefined, "upload"],
  [["title"], undefined, undefined],
  [["constructor"], undefined, undefined],
])("the place %j with %s is decided in %s", (path, code, stage) => {
  expect(stageOf(path, code)).toBe(stage);
});

test("a change is one of the stages that it decides, and words for people are none", () => {
  const changed = (path: Path, value: Json | undefined) => {
    const now = readDraft(writeAt(document, path, value));
    const [first] = now.tables;
    return first ? changedStages(readDraft(document), now, first) : undefined;
  };
  expect(changed(["tables", 0, "title"], "T")).toEqual([]);
  expect(changed([...column, "description"], "D")).toEqual([]);
  expect(changed(["ui"], { canvas: {} })).toEqual([]);
  expect(changed([...table, "extraction", "script"], "select 2")).toEqual(["extract"]);
  expect(changed(["sources", 0, "ref"], "other")).toEqual(["extract"]);
  expect(changed([...table, "transformation"], { script: "x" })).toEqual(["transform"]);
  expect(changed([...column, "normalize"], undefined)).toEqual(["cleanse"]);
  expect(changed(["patterns", 0, "datatype"], "string")).toEqual(["cleanse"]);
  expect(changed([...table, "primaryKey"], undefined)).toEqual(["keys"]);
  expect(changed([...column, "privacyClass"], "insensitive")).toEqual(["anonymize"]);
  expect(changed([...column, "name"], "other")).toEqual(["cleanse", "anonymize"]);
  expect(changed(["person"], undefined)).toEqual(["protect"]);
  expect(changed(["upload"], undefined)).toEqual(["upload"]);
  expect(changed([...table, "publish"], false)).toEqual(["publish"]);
  expect(changed([...table, "name"], "renamed")).toEqual(stageIds);
});
