import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "#lib/sql";
import { openTestEngine, type TestEngine } from "#lib/testing";
import { re2Problem } from "./re2-problem.ts";

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const compiles = (pattern: string): Promise<boolean> =>
  engine.value(sql`select regexp_full_match('x', ${pattern})`).then(
    () => true,
    () => false,
  );

test.each([
  "a|b|",
  "[A-Z]{2}\\d{3,5}",
  "(?i)(?:ab)+?\\.",
  "[^\\]\\-a-z[:alpha:]]*",
  "\\p{Cyrillic}\\pL\\x{41F}\\x41",
  "^\\bx\\B$",
  "(a{10}){100}",
  "[ёЁ-]",
  "привет",
])("accepts %s, and so does the engine", async (pattern) => {
  expect(re2Problem(pattern)).toBeUndefined();
  expect(await compiles(pattern)).toBe(true);
});

test.each([
  "(?=a)",
  "(?<!a)b",
  "(a)\\1",
  "a**",
  "[z-a]",
  "(",
  ")",
  "a)",
  "[",
  "\\",
  "*a",
  "a{1001}",
  "(a{40}){40}",
  "\\p{Klingon}",
  "\\q",
  "a{3,2}",
  "(?<n>a)",
  "x{",
])("refuses %s with a place", (pattern) => {
  expect(re2Problem(pattern)).toMatch(/at character \d+$/);
});

test("whatever it accepts, the engine compiles", async () => {
  const piece = fc.constantFrom(
    ..."a|b|я|.|^|$|*|+|?|(|)|[|]|[^|{|}|{2}|{1,3}|{,2}|\\d|\\p{L}|\\pN|\\b|\\.|\\\\|\\x41|-|(?:|(?i)|(?i:|[:alpha:]|,|\\Q|\\1|\\z|🙂".split(
      "|",
    ),
    "|",
  );
  const patterns = fc.sample(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
    { numRuns: 4000, seed: 11 },
  );
  const accepted = [...new Set(patterns)].filter((pattern) => re2Problem(pattern) === undefined);
  expect(accepted.length).toBeGreaterThan(300);
  const refused: string[] = [];
  for (const pattern of accepted) if (!(await compiles(pattern))) refused.push(pattern);
  expect(refused).toEqual([]);
});
