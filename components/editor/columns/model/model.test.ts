import { describe, expect, test } from "vitest";
import { type Json, readAt, readDraft, removeColumns, renameColumn, set, setMember } from "#lib/drafting";
import { wideDocument } from "#lib/testing";
import { draftDocument } from "../../store/draft-document.ts";
import { readCopied, writeCopied } from "../clipboard.ts";
import { anonymizerOptions, documentedSamples, factsOf } from "./anonymizer-options.ts";
import { anonymizeFitting, fillDown, keepFitting, takenBy } from "./edits.ts";
import { countsOf, type Filters, filtered, type Known, turned } from "./filters.ts";
import { fitsAnonymizer, fitsCheck, fitsNormalizer, fitsNulls, fitsRemoval } from "./fits.ts";
import { columnsIn, groupProblems, isChangedSince, problemsOf } from "./looks.ts";
import { patternMatches } from "./pattern-matches.ts";
import { type ColumnRow, isUnmapped, linkedTo, rowsOf } from "./rows.ts";

const shop = (): Json => ({
  "@type": "DataModule",
  format: 2,
  name: "shop",
  sources: [],
  tables: [
    {
      name: "people",
      columns: [
        { name: "id", datatype: "integer", privacyClass: "direct-identifier" },
        { name: "email", from: "mail", datatype: "string", privacyClass: "direct-identifier" },
        {
          name: "born",
          datatype: "date",
          privacyClass: "quasi-identifier",
          anonymize: { rule: "generalize-date", with: { unit: "year" } },
          normalize: [{ rule: "trim" }],
        },
        { name: "note", checks: [{ rule: "unique" }] },
        { name: "boss" },
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "surrogate" } },
      foreignKeys: [
        { columns: ["boss"], references: { table: "people", columns: ["id"] }, onOrphan: "null" },
      ],
    },
    {
      name: "orders",
      columns: [
        { name: "id", datatype: "integer" },
        { name: "person" },
        { name: "total", datatype: "decimal(9,2)" },
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "keep", with: { reason: "numbers" } } },
      foreignKeys: [
        { columns: ["person"], references: { table: "people", columns: ["id"] }, onOrphan: "reject" },
      ],
    },
    { name: "raw", publish: false, columns: [{ name: "any" }] },
  ],
  patterns: [
    { match: "*mail", normalize: [{ rule: "email" }], datatype: "string" },
    { match: "*", privacyClass: "sensitive", anonymize: { rule: "drop" } },
  ],
});
const rowsIn = (document: Json) => rowsOf(readDraft(document));
function rowOf(document: Json, id: string): ColumnRow {
  const found = rowsIn(document).find((row) => row.id === id);
  if (!found) throw new Error(id);
  return found;
}
const ids = (rows: readonly ColumnRow[]) => rows.map(({ id }) => id);
const everything: Filters = { q: "", table: [], type: [], class: [], rule: [], tag: [] };
const nothingKnown: Known = { hasProblems: () => false, isChanged: () => false };

describe("rows", () => {
  test("have what they take from parents, strategies and patterns", () => {
    const person = rowOf(shop(), "orders/person");
    expect(person.parent).toEqual({ table: "people", column: "id" });
    expect(person.effective).toMatchObject({
      datatype: "integer",
      privacyClass: "direct-identifier",
      anonymize: { rule: "surrogate" },
    });
    expect(rowOf(shop(), "people/email")).toMatchObject({ pattern: "*mail", isPublished: true });
    expect(rowOf(shop(), "people/email").effective.normalize).toEqual([{ rule: "email" }]);
    expect(rowOf(shop(), "people/note").effective).toMatchObject({
      privacyClass: "sensitive",
      anonymize: { rule: "drop" },
    });
    expect(
      rowsIn(shop())
        .filter(({ isUnique }) => isUnique)
        .map(({ id }) => id),
    ).toEqual(["people/id", "people/note", "orders/id"]);
    expect(ids(linkedTo(rowsIn(shop()), { table: "people", column: "id" }))).toEqual([
      "people/boss",
      "orders/person",
    ]);
  });

  test("stay the same objects where an edit changes nothing of them", () => {
    const before = shop();
    const changedIn = (after: Json) => ids(rowsIn(after).filter((row) => !rowsIn(before).includes(row)));
    rowsIn(before);
    expect(
      changedIn(setMember([{ table: "people", column: "note" }], "description", "x").apply(before)),
    ).toEqual(["people/note"]);
    expect(
      changedIn(
        set(["tables", 0, "primaryKey", "strategy"], { rule: "pseudonymize" }, { en: "", ru: "" }).apply(
          before,
        ),
      ),
    ).toEqual(["people/id", "people/boss", "orders/person"]);
    expect(changedIn(set(["patterns"], [], { en: "", ru: "" }).apply(before)).length).toBe(9);
  });

  test("an edit of one column among many draws one row again", () => {
    const document: Json = JSON.parse(JSON.stringify(wideDocument(3, 40)));
    const after = setMember([{ table: "table_001", column: "email_0" }], "description", "x").apply(document);
    const before = new Set(rowsIn(document));
    expect(ids(rowsIn(after).filter((row) => !before.has(row)))).toEqual(["table_001/email_0"]);
    const renamed = renameColumn({ table: "table_001", column: "email_0" }, "mail").apply(document);
    expect(ids(rowsIn(renamed).filter((row) => !before.has(row)))).toContain("table_001/mail");
  });

  test("of a broken draft are what can be read of it", () => {
    for (const document of [
      null,
      {},
      { tables: [null, { columns: [{}, 1, { name: "a" }, { name: "a" }] }] },
    ] as Json[])
      expect(new Set(ids(rowsIn(document))).size).toBe(rowsIn(document).length);
    expect(rowsIn({ tables: [{ columns: [{}, 1, { name: "a" }, { name: "a" }] }] }).length).toBe(4);
  });
});

describe("filters", () => {
  const shown = (filters: Partial<Filters>, known = nothingKnown) =>
    ids(filtered(rowsIn(shop()), { ...everything, ...filters }, known));

  test("find words in any order, and values wanted or not", () => {
    expect(shown({ q: "mail people" })).toEqual(["people/email"]);
    expect(shown({ table: ["orders"] })).toEqual(["orders/id", "orders/person", "orders/total"]);
    expect(shown({ table: ["!people", "!raw"] })).toEqual(["orders/id", "orders/person", "orders/total"]);
    expect(shown({ type: ["decimal", "date"] })).toEqual(["people/born", "orders/total"]);
    expect(shown({ class: ["sensitive"], table: ["!orders"] })).toEqual(["people/note", "raw/any"]);
    expect(shown({ rule: ["surrogate"] })).toEqual(["people/id", "people/boss", "orders/person"]);
    expect(shown({ tag: ["foreign-key"] })).toEqual(["people/boss", "orders/person"]);
    expect(shown({ tag: ["!pattern", "unmapped"] })).toEqual([]);
    expect(shown({ tag: ["changed"] }, { ...nothingKnown, isChanged: ({ id }) => id === "raw/any" })).toEqual(
      ["raw/any"],
    );
    const rows = rowsIn(shop());
    expect(filtered(rows, everything, nothingKnown)).toBe(rows);
  });

  test("personal data without a rule is found, what is not published and what follows a key is not", () => {
    const bare = set(["patterns"], undefined, { en: "", ru: "" }).apply(shop());
    expect(ids(rowsIn(bare).filter(isUnmapped))).toEqual([
      "people/email",
      "people/note",
      "orders/id",
      "orders/total",
    ]);
  });

  test("a value is wanted, then unwanted, then neither", () => {
    expect(turned([], "a")).toEqual(["a"]);
    expect(turned(["a", "b"], "a")).toEqual(["b", "!a"]);
    expect(turned(["b", "!a"], "a")).toEqual(["b"]);
  });

  test("are counted", () => {
    expect([...countsOf(rowsIn(shop()), "table", nothingKnown)]).toEqual([
      ["people", 5],
      ["orders", 3],
      ["raw", 1],
    ]);
    expect(countsOf(rowsIn(shop()), "tag", nothingKnown).get("foreign-key")).toBe(2);
  });
});

describe("what fits", () => {
  const on = (id: string) => rowOf(shop(), id);
  const anonymizer = (id: string, rule: string, given = {}) =>
    fitsAnonymizer({ document: draftDocument(readDraft(shop())) }, on(id), { rule, with: given })?.en;

  test("keys, types, parameters and policy refuse, each in its words", () => {
    expect(anonymizer("orders/person", "redact")).toContain("people.id");
    expect(anonymizer("people/id", "redact")).toContain("primary key");
    expect(anonymizer("people/id", "pseudonymize")).toBeUndefined();
    expect(anonymizer("people/id", "pseudonymize", { length: 8 })).toContain("primary key");
    expect(anonymizer("people/email", "generalize-date", { unit: "year" })).toContain("string");
    expect(anonymizer("people/email", "keep", { reason: "x" })).toContain("does not allow");
    expect(anonymizer("people/born", "keep", { reason: "x" })).toBeUndefined();
    expect(anonymizer("people/email", "nothing")).toContain("no rule");
    expect(anonymizer("people/email", "surrogate")).toContain("primary keys only");
    expect(fitsNormalizer(on("orders/total"), { rule: "email" })?.en).toContain("decimal");
    expect(fitsNormalizer(on("people/email"), { rule: "email" })).toBeUndefined();
    expect(fitsCheck(on("people/born"), { rule: "length", with: {} })?.en).toContain("date");
    expect(fitsNulls(on("people/id"), { rule: "constant" })?.en).toContain("key");
    expect(fitsNulls(on("people/id"), { rule: "reject" })).toBeUndefined();
    const draft = readDraft(shop());
    expect(
      rowsOf(draft)
        .filter((row) => !fitsRemoval(draft, row))
        .map(({ id }) => id),
    ).toEqual(["people/email", "people/born", "people/note", "orders/total", "raw/any"]);
  });

  test("is done, a key's rule as its strategy, and the rest is told", () => {
    const draft = readDraft(shop());
    const outcome = anonymizeFitting(draft, rowsOf(draft), { rule: "pseudonymize" });
    const after = outcome.edit?.apply(shop());
    expect(readAt(after, ["tables", 0, "primaryKey", "strategy"])).toEqual({ rule: "pseudonymize" });
    expect(readAt(after, ["tables", 0, "columns", 1, "anonymize"])).toEqual({ rule: "pseudonymize" });
    expect(readAt(after, ["tables", 0, "columns", 0, "anonymize"])).toBeUndefined();
    expect(outcome.rest.map(({ row }) => row.id)).toEqual(["people/boss", "orders/person"]);
    expect(ids(outcome.done).length + outcome.rest.length).toBe(9);
    expect(keepFitting(rowsOf(draft)).rest.map(({ row }) => row.id)).toEqual([
      "people/id",
      "people/boss",
      "orders/id",
      "orders/person",
    ]);
    expect(anonymizeFitting(draft, [rowOf(shop(), "people/boss")], { rule: "redact" }).edit).toBeUndefined();
  });

  test("is filled down from a cell", () => {
    const draft = readDraft(shop());
    const fill = (cell: Parameters<typeof fillDown>[1], from: string, ...to: string[]) =>
      fillDown(
        draft,
        cell,
        rowOf(shop(), from),
        to.map((id) => rowOf(shop(), id)),
      );
    expect(
      readAt(fill("class", "people/born", "people/note").edit?.apply(shop()), [
        "tables",
        0,
        "columns",
        3,
        "privacyClass",
      ]),
    ).toBe("quasi-identifier");
    expect(fill("cleanse", "people/born", "people/boss", "people/note").rest.length).toBe(1);
    expect(fill("anonymize", "people/born", "people/note").rest[0]?.why.en).toContain("string");
    expect(
      readAt(fill("type", "people/born", "orders/total", "orders/person").edit?.apply(shop()), [
        "tables",
        1,
        "columns",
      ]),
    ).toEqual([{ name: "id", datatype: "integer" }, { name: "person" }, { name: "total", datatype: "date" }]);
  });

  test("is taken of what was copied", () => {
    const copied = readCopied(writeCopied(on("people/born")));
    expect(copied).toMatchObject({
      datatype: "date",
      anonymize: { rule: "generalize-date", with: { unit: "year" } },
    });
    expect(readCopied(writeCopied(on("orders/person")))).toMatchObject({
      datatype: "integer",
      anonymize: { rule: "surrogate" },
    });
    for (const text of ["", "{}", "hello", '{"etl-express":"column-rules","rules":{"name":"x"}}'])
      expect(readCopied(text)).toBeUndefined();
    expect(takenBy(on("people/note"), copied ?? {})).toContain("anonymize");
    expect(takenBy(on("people/id"), copied ?? {})).not.toContain("anonymize");
    expect(takenBy(on("people/boss"), copied ?? {})).toEqual([]);
    expect(takenBy(on("people/boss"), { datatype: "integer" })).toEqual(["nulls", "checks"]);
  });
});

describe("rules to choose from", () => {
  const groups = (id: string) => {
    const options = anonymizerOptions(draftDocument(readDraft(shop())), rowOf(shop(), id));
    const of = (group: string) =>
      options.filter((one) => one.group === group).map(({ definition }) => definition.id);
    return { options, recommended: of("recommended"), keys: of("keys"), all: of("all") };
  };

  test("each stands once; what is recommended fits, best first", () => {
    const { options, recommended, keys } = groups("people/email");
    expect(new Set(options.map(({ definition }) => definition.id)).size).toBe(options.length);
    expect(options.length).toBeGreaterThan(20);
    expect(recommended).toEqual(["pseudonymize", "fake", "identifier", "fpe"]);
    expect(options.filter(({ group, misfit }) => group === "recommended" && misfit)).toEqual([]);
    expect(keys).toContain("encrypt");
    expect(groups("people/born").recommended[0]).toBe("generalize-date");
    expect(groups("people/id").recommended).toEqual(["surrogate", "pseudonymize"]);
    const suggested = anonymizerOptions(draftDocument(readDraft(shop())), rowOf(shop(), "people/email"), {
      rule: "redact",
    });
    expect(suggested[0]?.definition.id).toBe("redact");
  });

  test("promise what their parameters let them", () => {
    const definition = (id: string) =>
      groups("people/email").options.find((one) => one.definition.id === id)?.definition;
    const pseudonymize = definition("pseudonymize");
    const keep = definition("keep");
    const noise = definition("noise");
    if (!pseudonymize || !keep || !noise) throw new Error("missing");
    expect(factsOf(pseudonymize, {})).toMatchObject({
      isReversible: false,
      keepsJoins: true,
      uniqueness: "preserved",
    });
    expect(factsOf(pseudonymize, { length: 8 }).uniqueness).toBe("not-guaranteed");
    expect(factsOf(noise, {}).keepsJoins).not.toBe(true);
    expect(documentedSamples(pseudonymize, {})[0]?.after).toMatch(/^[0-9a-f]{32}$/);
    expect(documentedSamples(keep, {}).length).toBeGreaterThan(0);
  });

  test("are shown with examples of the parameters asked for, else with what these were made with", () => {
    const fake = groups("people/email").options.find((one) => one.definition.id === "fake")?.definition;
    if (!fake) throw new Error("missing");
    const example = fake.docs.examples.at(-1);
    const asked = documentedSamples(fake, example?.params ?? {});
    expect(asked.map(({ before }) => before)).toContain(example?.input);
    expect(asked.length).toBeLessThan(3);
    expect(asked.every(({ under }) => under === undefined)).toBe(true);
    const others = documentedSamples(fake, { kind: "no such kind" });
    expect(others.length).toBe(3);
    expect(others.some(({ under }) => under !== undefined)).toBe(true);
  });
});

test("patterns tell which columns take what from them", () => {
  const draft = readDraft(shop());
  const matches = (index: number) =>
    patternMatches(draft, rowsOf(draft), index).map(({ row, taken }) => [row.id, taken.join(" ")]);
  expect(matches(0)).toEqual([["people/email", "normalize"]]);
  expect(matches(1)).toContainEqual(["people/note", "privacyClass anonymize"]);
  expect(matches(1)).toContainEqual(["orders/person", ""]);
  expect(matches(1)).toContainEqual(["orders/id", "privacyClass"]);
  expect(matches(7)).toEqual([]);
});

test("problems stand at their rows, in the same lists while they are the same", () => {
  const message = { en: "wrong", ru: "неверно" };
  const problem = {
    code: "x",
    severity: "error",
    message,
    path: ["tables", 0, "columns", 1, "datatype"],
  } as const;
  const before = groupProblems([problem, { ...problem, path: ["upload"] }], new Map());
  expect([...before.values()].flat().length).toBe(1);
  const row = rowOf(shop(), "people/email");
  expect(problemsOf(before, row)).toEqual([problem]);
  expect(problemsOf(groupProblems([{ ...problem }], before), row)).toBe(problemsOf(before, row));
  const other = groupProblems([{ ...problem, message: { en: "else", ru: "иначе" } }], before);
  expect(problemsOf(other, row)).not.toBe(problemsOf(before, row));
});

test("what changed since a revision is told by name", () => {
  const columns = columnsIn(shop());
  const after = [
    setMember([{ table: "people", column: "note" }], "title", "x"),
    removeColumns([{ table: "people", column: "email" }]),
  ].reduce((next, edit) => edit.apply(next), shop());
  expect(ids(rowsIn(after).filter((row) => isChangedSince(columns, row)))).toEqual(["people/note"]);
  expect(rowsIn(shop()).every((row) => isChangedSince(new Map(), row))).toBe(true);
});
