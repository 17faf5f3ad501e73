import { expect, test } from "vitest";
import { isObject, type Json, readAt } from "../json.ts";
import { addNullToken, disallowValue, hasAllowedValues, mapValue } from "./values.ts";

const at = { table: "people", column: "town" };
const documentWith = (column: Readonly<Record<string, Json>>): Json => ({
  tables: [{ name: "people", columns: [{ name: "town", ...column }] }],
});
const path = ["tables", 0, "columns", 0];
const member = (json: Json, key: string) => readAt(json, [...path, key]);
const map = (pairs: Json): Json => ({ rule: "map-values", with: { pairs } });

test("a value is mapped by a pair more, or by a map of its own behind what looks at texts", () => {
  const once = mapValue({ ...at, value: "СПб", isUnparsed: false }, "Петербург");
  const added = once.apply(documentWith({ normalize: [{ rule: "trim" }, map([["Мск", "Москва"]])] }));
  expect(member(added, "normalize")).toEqual([
    { rule: "trim" },
    map([
      ["Мск", "Москва"],
      ["СПб", "Петербург"],
    ]),
  ]);
  expect(member(once.apply(documentWith({ normalize: [{ rule: "trim" }] })), "normalize")).toEqual([
    { rule: "trim" },
    map([["СПб", "Петербург"]]),
  ]);
  // No value of the data in the history.
  expect(JSON.stringify(once.label)).not.toContain("СПб");
});

test("what an earlier pair makes is mapped by a later step, and kept pairs are never joined", () => {
  const made = mapValue({ ...at, value: "Москва", isUnparsed: false }, "Moscow");
  const normalize = [map([["Мск", "Москва"]])];
  expect(member(made.apply(documentWith({ normalize })), "normalize")).toEqual([
    ...normalize,
    map([["Москва", "Moscow"]]),
  ]);
  const kept = [map({ artefact: `hmac-sha256:${"a".repeat(64)}`, count: 4 })];
  expect(member(made.apply(documentWith({ normalize: kept })), "normalize")).toEqual([
    ...kept,
    map([["Москва", "Moscow"]]),
  ]);
});

test("what no parser read is mapped before it is parsed", () => {
  const normalize: Json = [
    { rule: "trim" },
    { rule: "parse-number" },
    { rule: "round", with: { digits: 0 } },
  ];
  const changed = mapValue({ ...at, value: "нет", isUnparsed: true }, "0").apply(documentWith({ normalize }));
  expect(member(changed, "normalize")).toEqual([
    { rule: "trim" },
    map([["нет", "0"]]),
    { rule: "parse-number" },
    { rule: "round", with: { digits: 0 } },
  ]);
});

test("a null token joins the others once, with the strategy that is there", () => {
  const edit = addNullToken({ ...at, value: "н/д", isUnparsed: false });
  const nulls = { rule: "mode", tokens: ["-"] };
  const once = edit.apply(documentWith({ nulls }));
  expect(member(once, "nulls")).toEqual({ rule: "mode", tokens: ["-", "н/д"] });
  expect(edit.apply(once)).toEqual(once);
  expect(member(edit.apply(documentWith({})), "nulls")).toEqual({ rule: "keep", tokens: ["н/д"] });
});

test("a value is taken off the list of allowed ones, where the list can be read", () => {
  const edit = disallowValue({ ...at, value: "x", isUnparsed: false });
  const checks: Json = [{ rule: "unique" }, { rule: "allowed-values", with: { values: ["x", "y"] } }];
  const column = { name: "town", checks };
  expect(member(edit.apply(documentWith({ checks })), "checks")).toEqual([
    { rule: "unique" },
    { rule: "allowed-values", with: { values: ["y"] } },
  ]);
  expect(hasAllowedValues(column)).toBe(true);
  const kept = { checks: [{ rule: "allowed-values", with: { values: { artefact: "…", count: 2 } } }] };
  expect(hasAllowedValues(kept)).toBe(false);
  expect(isObject(documentWith(kept)) && edit.apply(documentWith(kept))).toEqual(documentWith(kept));
});
