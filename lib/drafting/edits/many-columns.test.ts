import { describe, expect, test } from "vitest";
import type { ColumnProposal } from "#lib/contracts";
import {
  acceptSuggestions,
  addPattern,
  addRule,
  changeColumns,
  changePattern,
  copyRules,
  type Json,
  movePattern,
  pasteRules,
  readAt,
  removeColumns,
  removePattern,
  setKeyStrategy,
} from "../index.ts";

const document = (): Json => ({
  name: "m",
  tables: [
    {
      name: "people",
      note: "kept",
      columns: [
        { name: "id" },
        { name: "dr", datatype: "string" },
        { name: "tel", normalize: [{ rule: "trim" }], datatype: "string", anonymize: { rule: "keep" } },
        { name: "other", hierarchy: { name: "h" } },
      ],
      primaryKey: { columns: ["id"], strategy: { rule: "surrogate" } },
    },
    { name: "else", columns: [{ name: "dr" }, { name: "dr", second: true }] },
    { name: "people", columns: [{ name: "dr", twin: true }] },
  ],
});
const at = (table: string, column: string) => ({ table, column });
const label = { en: "edit", ru: "правка" };

describe("many columns at once", () => {
  test("each has its own change, the first of its name, and all beside is shared", () => {
    const before = document();
    const after = changeColumns(
      [at("people", "dr"), at("else", "dr"), at("nowhere", "dr"), at("people", "gone")],
      (column, { table }) => ({ description: `${table} ${String(column.name)}`, datatype: undefined }),
      label,
    ).apply(before);
    expect(readAt(after, ["tables", 0, "columns", 1])).toEqual({ name: "dr", description: "people dr" });
    expect(readAt(after, ["tables", 1, "columns"])).toEqual([
      { name: "dr", description: "else dr" },
      { name: "dr", second: true },
    ]);
    for (const path of [
      ["tables", 2],
      ["tables", 0, "columns", 2],
    ])
      expect(readAt(after, path)).toBe(readAt(before, path));
  });

  test("what changes nothing is the same document", () => {
    const before = document();
    const same = changeColumns([at("people", "dr")], () => ({ datatype: "string", nulls: undefined }), label);
    expect(same.apply(before)).toBe(before);
    expect(removeColumns([at("people", "gone")]).apply(before)).toBe(before);
    expect(removeColumns([at("people", "dr")]).apply({ tables: "none" })).toEqual({ tables: "none" });
  });

  test("columns are taken out together", () => {
    const after = removeColumns([at("people", "dr"), at("people", "tel"), at("else", "dr")]).apply(
      document(),
    );
    expect(readAt(after, ["tables", 0, "columns"])).toEqual([
      { name: "id" },
      { name: "other", hierarchy: { name: "h" } },
    ]);
    expect(readAt(after, ["tables", 1, "columns"])).toEqual([{ name: "dr", second: true }]);
  });
});

describe("rules", () => {
  test("a rule is added at the end, once", () => {
    const add = addRule([at("people", "dr"), at("people", "tel")], "normalize", { rule: "trim" });
    const after = add.apply(document());
    expect(readAt(after, ["tables", 0, "columns", 1, "normalize"])).toEqual([{ rule: "trim" }]);
    expect(readAt(after, ["tables", 0, "columns", 2, "normalize"])).toEqual([{ rule: "trim" }]);
    expect(add.apply(after)).toBe(after);
  });

  test("what is copied replaces what columns had, as far as each may take it", () => {
    const copied = copyRules({ name: "x", description: "no", privacyClass: "sensitive", datatype: "date" });
    expect(copied).toEqual({ privacyClass: "sensitive", datatype: "date" });
    const after = pasteRules([at("people", "tel"), at("else", "dr")], copied, ({ table }) =>
      table === "people" ? ["datatype", "normalize", "anonymize"] : ["privacyClass"],
    ).apply(document());
    expect(readAt(after, ["tables", 0, "columns", 2])).toEqual({ name: "tel", datatype: "date" });
    expect(readAt(after, ["tables", 1, "columns", 0])).toEqual({ name: "dr", privacyClass: "sensitive" });
  });

  test("a key's strategy is changed where there is a key", () => {
    const after = setKeyStrategy(["people", "else"], { rule: "pseudonymize" }).apply(document());
    expect(readAt(after, ["tables", 0, "primaryKey", "strategy"])).toEqual({ rule: "pseudonymize" });
    expect(readAt(after, ["tables", 1, "primaryKey"])).toBeUndefined();
  });
});

test("patterns are added, changed, moved and taken out", () => {
  const two = [addPattern({ match: "*_a" }), addPattern({ match: "*_b" })].reduce(
    (next, edit) => edit.apply(next),
    document(),
  );
  expect(readAt(movePattern(1, 0).apply(two), ["patterns"])).toEqual([{ match: "*_b" }, { match: "*_a" }]);
  const changed = changePattern(1, { match: "b", datatype: "date" }).apply(two);
  expect(readAt(changed, ["patterns", 1])).toEqual({ match: "b", datatype: "date" });
  expect(changePattern(2, { match: "c" }).apply(two)).toBe(two);
  expect(removePattern(0).apply(removePattern(0).apply(two))).toEqual(document());
});

describe("suggestions", () => {
  const reason = { en: "why", ru: "почему" };
  const proposal: ColumnProposal = {
    privacyClass: "quasi-identifier",
    datatype: "date",
    normalize: [{ rule: "parse-date", with: { formats: ["%d.%m.%Y"] } }],
    anonymize: { rule: "generalize-date", with: { unit: "decade" } },
    kind: "birth-date",
    confidence: 0.9,
    reason,
  };
  const accepted = acceptSuggestions([
    { ...at("people", "dr"), proposal },
    {
      ...at("people", "tel"),
      proposal: { privacyClass: "direct-identifier", normalize: [{ rule: "phone" }], reason },
    },
    { ...at("people", "other"), proposal: { privacyClass: "insensitive", reason } },
  ]);

  test("change their columns, keep somebody's cleaning, and nothing else", () => {
    const before = document();
    const after = accepted.apply(before);
    expect(readAt(after, ["tables", 0, "columns"])).toEqual([
      { name: "id" },
      {
        name: "dr",
        datatype: "date",
        normalize: [{ rule: "parse-date", with: { formats: ["%d.%m.%Y"] } }],
        onCastFailure: "null",
        privacyClass: "quasi-identifier",
        anonymize: { rule: "generalize-date", with: { unit: "decade" } },
      },
      { name: "tel", datatype: "string", normalize: [{ rule: "trim" }], privacyClass: "direct-identifier" },
      { name: "other", privacyClass: "insensitive" },
    ]);
    expect(readAt(after, ["tables", 1])).toBe(readAt(before, ["tables", 1]));
    // In the order it was written in: a person finds what they wrote where they wrote it.
    expect(Object.keys(after ?? {})).toEqual(Object.keys(before ?? {}));
    expect(Object.keys(readAt(after, ["tables", 0]) ?? {})).toEqual([
      "name",
      "note",
      "columns",
      "primaryKey",
    ]);
  });

  test("leave alone what is no document", () => {
    const others: readonly Json[] = [null, "{", { tables: {} }, { tables: [null, { columns: 1 }] }];
    for (const other of others) expect(accepted.apply(other)).toEqual(other);
  });
});
