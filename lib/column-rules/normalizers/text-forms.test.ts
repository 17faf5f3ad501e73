import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { name, sql } from "#lib/sql";
import { openTestEngine, type TestEngine, valuesTable } from "#lib/testing";
import { regexReplace } from "./regex-replace.ts";
import { stripAccents } from "./strip-accents.ts";
import { unicodeForm } from "./unicode-form.ts";

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const type = { name: "string" } as const;
/** Letters of the blocks that matter here, composed and not, and compatibility characters. */
const texts = fc.sample(
  fc.string({
    unit: fc
      .oneof(
        fc.integer({ min: 0x20, max: 0x4ff }),
        fc.integer({ min: 0x1e00, max: 0x2bff }),
        fc.integer({ min: 0xf900, max: 0xfaff }),
        fc.integer({ min: 0xfe30, max: 0xffdc }),
        fc.integer({ min: 0x1d400, max: 0x1d7ff }),
      )
      .map((code) => String.fromCodePoint(code)),
    maxLength: 12,
  }),
  { numRuns: 2000, seed: 3 },
);
const apply = async (compiled: ReturnType<typeof sql>) =>
  (await engine.rows(sql`select v, ${compiled} from (${valuesTable(texts.map((one) => sql`${one}`))})`)).map(
    ([v, out]) => [String(v), out] as const,
  );

test("NFC and NFKC are those of the Unicode standard", async () => {
  for (const form of ["NFC", "NFKC"] as const) {
    const rows = await apply(unicodeForm.compile.duckdb({ value: name("v"), type, params: { form } }));
    expect(rows.filter(([v]) => v.normalize(form) !== v).length).toBeGreaterThan(form === "NFC" ? 50 : 500);
    expect(rows.filter(([v, out]) => v.normalize(form) !== out)).toEqual([]);
  }
});

test("without accents every Cyrillic letter of an alphabet is still there", async () => {
  const rows = await apply(
    stripAccents.compile.duckdb({ value: name("v"), type, params: { cyrillic: "keep" } }),
  );
  const letters = (text: string) => text.normalize("NFC").match(/[ЙйЁёЇїЎўЌќЃѓ]/gu) ?? [];
  expect(rows.some(([v]) => letters(v).length > 0)).toBe(true);
  expect(rows.filter(([v, out]) => String(letters(v)) !== String(letters(String(out))))).toEqual([]);
});

test("a replacement names only groups that there are", () => {
  const accepts = (pattern: string, replacement: string) =>
    regexReplace.params.safeParse({ pattern, replacement }).success;
  expect(accepts("(a)(?:b)", "\\1")).toBe(true);
  expect(accepts("(a)(?:b)", "\\2")).toBe(false);
  expect(accepts("((a)b)", "\\2")).toBe(true);
  expect(accepts("\\(a\\)[(]", "\\1")).toBe(false);
  expect(accepts("a", "\\\\")).toBe(true);
  expect(accepts("a", "\\n")).toBe(false);
  expect(accepts("(?=a)", "")).toBe(false);
  expect(accepts("(a)\\1", "")).toBe(false);
});
