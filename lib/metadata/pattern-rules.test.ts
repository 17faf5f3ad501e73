import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testDocument } from "#lib/testing";
import { applyPatterns, diagnose, effectiveColumn } from "./index.ts";
import { fitsPattern } from "./pattern-rules.ts";

const email = { match: "*_EMAIL", normalize: [{ rule: "trim" }], privacyClass: "direct-identifier" };
const document = (columns: Record<string, unknown>[], patterns: unknown[] = [email], rest = {}) =>
  testDocument([{ name: "t", columns, ...rest }], { patterns });
const effective = (made: ReturnType<typeof document>, at = 0) => {
  const table = made.tables[0];
  const column = table?.columns[at];
  if (!table || !column) throw new Error("the table has the column");
  return effectiveColumn(made, table, column);
};

describe("patterns", () => {
  it.each([
    ["work_email", true],
    ["work_Email", true],
    ["_email", true],
    ["email", false],
    ["work_email_2", false],
  ])("*_EMAIL fits %s: %s", (name, fits) => {
    expect(effective(document([{ name }])).privacyClass).toBe(fits ? "direct-identifier" : undefined);
  });
  it("a dot, a bracket and the like stand for themselves", () => {
    const patterns = [{ match: "a.b(c)?", privacyClass: "sensitive" }];
    expect(effective(document([{ name: "a.b(c)d" }], patterns)).privacyClass).toBe("sensitive");
    expect(effective(document([{ name: "axb(c)d" }], patterns)).privacyClass).toBeUndefined();
  });
  it("stars match as a regular expression would, without its worst case", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 });
    const globs = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(globs, letters, (glob, name) => {
        const source = glob.replaceAll("*", ".*").replaceAll("?", ".");
        expect(fitsPattern(glob, name)).toBe(new RegExp(`^${source}$`).test(name));
      }),
      { numRuns: 1000 },
    );
    expect(fitsPattern(`${"*a".repeat(50)}b`, "a".repeat(120))).toBe(false);
  });
  it("a column takes from the first pattern that fits what it does not say itself", () => {
    const second = { match: "*", privacyClass: "insensitive", datatype: "integer" };
    const own = { name: "work_email", normalize: [], privacyClass: "sensitive" };
    expect(effective(document([own], [email, second]))).toMatchObject({
      normalize: [],
      privacyClass: "sensitive",
      datatype: "string",
    });
    expect(effective(document([{ name: "other" }], [email, second]))).toMatchObject({
      datatype: "integer",
      privacyClass: "insensitive",
    });
  });
  it("gives no rule to a primary key, which has its strategy, nor any form to a foreign key", () => {
    const patterns = [
      { match: "*", datatype: "integer", privacyClass: "sensitive", anonymize: { rule: "null" } },
    ];
    const made = applyPatterns(
      document([{ name: "id" }, { name: "parent" }, { name: "v" }], patterns, {
        primaryKey: { columns: ["id"], strategy: { rule: "surrogate" } },
        foreignKeys: [
          { columns: ["parent"], references: { table: "t", columns: ["id"] }, onOrphan: "reject" },
        ],
      }),
    );
    expect(made.tables[0]?.columns).toEqual([
      { name: "id", datatype: "integer", privacyClass: "sensitive" },
      { name: "parent" },
      { name: "v", datatype: "integer", privacyClass: "sensitive", anonymize: { rule: "null" } },
    ]);
    expect(effective(made, 1)).toMatchObject({ datatype: "integer", anonymize: { rule: "surrogate" } });
  });
  it("what a pattern gives is diagnosed on the column that takes it", () => {
    const patterns = [
      { match: "*", datatype: "integer", checks: [{ rule: "length", with: { maximum: 1 } }] },
    ];
    const found = diagnose(document([{ name: "v", privacyClass: "insensitive" }], patterns), {
      mode: "executable",
    });
    expect(found.map(({ code, path }) => [code, path.join("/")])).toEqual([
      ["rule-type", "tables/0/columns/0/checks/0/rule"],
    ]);
  });
});
