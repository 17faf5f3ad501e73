import { expect, test } from "vitest";
import { type StageId, stageIds } from "#lib/contracts";
import { type Json, readDraft } from "#lib/drafting";
import { locales } from "#lib/kernel";
import { messages } from "../../../lib/web/messages/index.ts";
import { leavingDocument, leavingOf } from "./leaving.ts";
import { isQuiet, stageWords, wordKeys } from "./stage-words.ts";

const document: Json = {
  name: "m",
  patterns: [{ match: "*_note", privacyClass: "sensitive", anonymize: { rule: "drop" } }],
  upload: { stores: ["lake"] },
  tables: [
    {
      name: "people",
      extraction: { source: "crm", script: "select 1" },
      columns: [
        { name: "id", privacyClass: "direct-identifier", normalize: [{ rule: "trim" }] },
        {
          name: "born",
          privacyClass: "quasi-identifier",
          hierarchy: { name: "years" },
          normalize: [{ rule: "trim" }, { rule: "parse-date" }],
          checks: [{ rule: "range" }],
        },
        { name: "free_note" },
        { name: "city", privacyClass: "sensitive", anonymize: { rule: "keep" } },
        { name: "new" },
        { name: "shop", privacyClass: "insensitive" },
      ],
      checks: [{ rule: "row-count" }],
      primaryKey: { columns: ["id"], strategy: { rule: "pseudonymize" } },
      privacy: { kAnonymity: 5, lDiversity: { column: "city", l: 2 } },
    },
    {
      name: "visits",
      publish: false,
      transformation: { language: "sql", script: "select * from people" },
      columns: [{ name: "person" }],
      foreignKeys: [{ columns: ["person"], references: { table: "people", columns: ["id"] } }],
      deduplicate: { columns: ["person"] },
    },
    {
      name: "made",
      extraction: { language: "python", source: "crm", script: "def extract(source): ..." },
      transformation: { language: "python", script: "def transform(df): ..." },
    },
    { name: "other", transformation: { language: "julia", script: "..." } },
    { name: "bare" },
  ],
};
const draft = readDraft(document);
const tableOf = (name: string) => {
  const table = draft.tables.find((one) => one.name === name);
  if (!table) throw new Error(name);
  return table;
};
const leaving = (name: string) => leavingOf(leavingDocument(draft), tableOf(name));
const words = (name: string, stage: StageId, reads: readonly string[] = []) =>
  stageWords(stage, tableOf(name), { draft, leaving: leaving(name), reads }).map(({ key, values }) =>
    [key, ...Object.values(values ?? {})].join(" "),
  );

test("columns are counted by how they leave: keys, patterns and hierarchies decide too", () => {
  expect(leaving("people")).toEqual({ masked: 2, dropped: 1, kept: 1, unclassed: 1 });
  expect(leaving("visits")).toEqual({ masked: 1, dropped: 0, kept: 0, unclassed: 0 });
});

test("each stage says in a few words what it does for a table", () => {
  expect(stageIds.map((stage) => words("people", stage))).toEqual([
    ["extracted SQL crm"],
    ["asExtracted"],
    ["normalizers 3", "checks 1", "tableChecks 1"],
    ["key id pseudonymize"],
    ["masked 2", "dropped 1", "kept 1", "unclassed 1"],
    ["kAnonymity 5", "lDiversity 2"],
    ["stores lake"],
    ["published"],
  ]);
  expect(stageIds.map((stage) => words("visits", stage, ["people"]))).toEqual([
    ["noExtraction"],
    ["reads SQL people"],
    ["columns 1"],
    ["noKey", "foreignKeys 1", "deduplicated"],
    ["masked 1"],
    ["noModel"],
    ["stores lake"],
    ["feedsOthers"],
  ]);
  expect(words("made", "extract")).toEqual(["extracted Python crm"]);
  expect(words("made", "transform")).toEqual(["script Python"]);
  expect(words("made", "transform", ["people"])).toEqual(["reads Python people"]);
  expect(words("other", "transform")).toEqual(["script julia"]);
  expect(words("bare", "extract")).toEqual(["noOrigin"]);
  expect(isQuiet([{ key: "noModel" }])).toBe(true);
  expect(isQuiet([{ key: "noKey" }, { key: "foreignKeys" }])).toBe(false);
  expect(isQuiet([{ key: "noOrigin" }])).toBe(false);
});

test.each(locales)("every word has its text in %s", (locale) => {
  expect(Object.keys(messages[locale].editor.canvas.words).toSorted()).toEqual([...wordKeys].toSorted());
});
