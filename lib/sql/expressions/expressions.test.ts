import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  checkExpression,
  columnsOf,
  compileExpression,
  type Expression,
  name,
  parseExpression,
  type Sql,
  sql,
  unsafeText,
} from "#lib/sql";
import { hostileTexts, openTestEngine, type TestEngine } from "#lib/testing";

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const datatypes = new Map([
  ["n", "integer"],
  ["m", "decimal(10,2)"],
  ["x", "float"],
  ["t", "string"],
  ["d", "date"],
  ["at", "timestamp"],
  ["b", "boolean"],
  ["дата", "date"],
]);

function parsed(text: string): Expression {
  const result = parseExpression(text);
  if (!result.ok) throw new Error(`${text}: ${result.error.message.en} at ${result.error.at}`);
  return result.value;
}
function checked(text: string): Expression {
  const expression = parsed(text);
  const result = checkExpression(expression, datatypes);
  if (!result.ok) throw new Error(`${text}: ${result.error.message.en} at ${result.error.at}`);
  return expression;
}
const problemOf = (text: string) => {
  const result = parseExpression(text);
  const checkedResult = result.ok ? checkExpression(result.value, datatypes) : result;
  return checkedResult.ok ? undefined : `${checkedResult.error.at}: ${checkedResult.error.message.en}`;
};
const rows = sql`(select 7::bigint as n, 12.50::decimal(10,2) as m, 0.5::double as x, 'Anna' as t,
  date '2024-02-29' as d, timestamp '2024-02-29 12:30:00' as at, true as b)`;
const evaluate = (value: Sql) => engine.value(sql`select cast(${value} as varchar) from ${rows}`);
const answer = (text: string) => evaluate(compileExpression(checked(text), name));

describe("what an expression says", () => {
  test.each([
    ["n + 1", "8"],
    ["n - 2 - 1", "4"],
    ["-n * 2 + m", "-1.50"],
    ["n / 2", "3.5"],
    ["n % 4", "3"],
    ["1.10 + 2", "3.10"],
    ["n > 3 and not (m < 1 or b = false)", "true"],
    ["n between 1 and 7 and n not between 8 and 9", "true"],
    ["t in ('Anna', 'Иван') and t not in ('x')", "true"],
    ["t is not null and null is null", "true"],
    ["t like 'An%' and t not like '%z'", "true"],
    ["'it''s ' || lower(t)", "it's anna"],
    ["case when n > 10 then 'high' when n > 5 then 'middle' else 'low' end", "middle"],
    ["case when n > 10 then 1 end", null],
    ["coalesce(nullif(t, 'Anna'), 'nobody')", "nobody"],
    ["left(t, 2) || right(t, 1) || substring(t, 2, 2)", "Anann"],
    ["replace(t, 'nn', 'n') || trim(' a ')", "Anaa"],
    ["length('ёж') + abs(-1) + floor(1.9) + ceil(0.1)", "5"],
    ["round(m / 3, 2)", "4.17"],
    ["greatest(n, 9) - least(n, 3)", "6"],
    ["year(d) * 100 + month(d)", "202402"],
    ["date_part('day', at)", "29"],
    ["date_diff('day', d, date '2024-03-01')", "1"],
    ["d < date '2024-03-01' and at >= timestamp '2024-02-29 12:30:00'", "true"],
    ["starts_with(t, 'An') and contains(t, 'nn') and regexp_matches(t, '^[A-Z]')", "true"],
    ["position('n', t)", "2"],
    ["concat(t, null, '!')", "Anna!"],
    ['"t" = \'Anna\' AND "n" <> 8', "true"],
    ["cast('12' as integer) + cast(' 3.0 ' as integer)", "15"],
    ["cast(n as text) || '.'", "7."],
  ])("%s is %s", async (text, expected) => expect(await answer(text)).toBe(expected));

  test("columns are found once, in any alphabet", () => {
    expect(columnsOf(parsed('дата > d or "two words" = d'))).toEqual(["дата", "d", "two words"]);
  });

  test("spaces and lines between words mean nothing", () => {
    expect(problemOf("\n\tn\r\n>\u00a01 ")).toBeUndefined();
  });
});

describe("what cannot be computed is null, and says nothing", () => {
  test.each([
    "n / 0",
    "m % (n - 7)",
    "n * 999999999999999999 * 99",
    "99999999999999999999999999999999999999 + n",
    "cast(t as integer)",
    "cast('1.9' as integer)",
    "cast(x as integer)",
    "cast('infinity!' as date)",
    "cast(99999999999 as decimal) * 9999999999999999999 * 99999999999",
  ])("%s", async (text) => expect(await answer(text)).toBeNull());

  test("a failing row does not silence the others", async () => {
    const expression = compileExpression(checked("n * 99999999999999999"), name);
    const answers = await engine.rows(
      sql`select (${expression}) is null from (values (1::bigint), (100)) v(n)`,
    );
    expect(answers).toEqual([[false], [true]]);
  });
});

describe("what nobody can write", () => {
  test.each([
    "(select 1)",
    "n in (select n from t)",
    "exists (select 1)",
    "getvariable('key')",
    "error('x')",
    "read_csv('/etc/passwd')",
    "read_text('/etc/passwd') is null",
    "current_setting('threads')",
    "getenv('HOME')",
    "now()",
    "random()",
    "repeat('a', 1000000000)",
    "lpad(t, 1000000000, 'x')",
    "t; drop table x",
    "t -- comment",
    "t /* comment */",
    "n + $1",
    "n + ?",
    "main.secret",
    "t::integer",
    "t[1]",
    "{'a': 1}",
    "E'\\x41'",
    "$$a$$",
    "count(*)",
    "sum(n) over ()",
    "toString(t)",
    "constructor(t)",
    "__proto__(t)",
    "lower(distinct t)",
    "lower(t) filter (where true)",
    "x'41'",
    "t collate nocase",
    "cast(t as hugeint)",
    "cast(t as varchar[])",
    "n = any(1)",
    "lambda n: n",
    "interval 1 day",
    "1abc",
    "'open",
    '"open',
    "",
    "(",
    "n +",
    "case when b then 1",
    "case end",
    "n not 1",
    "a\u0000b",
    "date '2024-02-30'",
    "timestamp '2024-01-01 25:00:00'",
    "date 'infinity'",
    "1e999",
    "9".repeat(39),
    "lower()",
    "lower(t, t)",
  ])("%s", (text) => expect(parseExpression(text).ok).toBe(false));

  test.each([
    ["n = t", "4: This is a text, the value beside it a number."],
    ["lower(n)", "6: Here belongs a text, not a number."],
    ["not n", "4: Here belongs a condition, not a number."],
    ["n + nowhere", "4: There is no column “nowhere”."],
    ["t || n", "5: Here belongs a text, not a number."],
    ["regexp_matches(t, '(?=a)')", "18: No regular expression"],
    ["regexp_matches(t, t)", "18: Write a text here."],
    ["date_part('epoch_x', d)", "10: One of year"],
    ["round(m, 99)", "9: Write a whole number from 0 to 38."],
    ["replace(t, t, 'a')", "11: “replace” takes two texts written here"],
    [`replace(t, 'a', '${"x".repeat(2000)}')`, "0: The expression multiplies"],
    ["m * m * m * m * m * m * m * m * m * m * m * m * m * m * m * m * m * m * m * m", "74: The product"],
    [`${"1 / (".repeat(20)}n${")".repeat(20)}`, "2: The expression multiplies"],
    [`${"(".repeat(60)}n${")".repeat(60)}`, "51: Nested more than 50 deep."],
    [`n${" + n".repeat(60)}`, "204: Nested more than 50 deep."],
    [`${"not ".repeat(60)}b`, "204: Nested more than 50 deep."],
    ["a".repeat(10_001), "10000: Longer than 10000 characters."],
    ["n > 1 n", "6: Unexpected “n”."],
  ])("%s is refused where it is wrong", (text, expected) => expect(problemOf(text)).toContain(expected));

  test("texts come back as they are, whatever they hold", async () => {
    const tried = hostileTexts.filter((text) => !text.includes("\0"));
    for (const text of tried) expect(await answer(`'${text.replaceAll("'", "''")}' || ''`)).toBe(text);
    expect(tried.length).toBeGreaterThan(25);
  });

  test("no text at all makes the parser throw", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc
            .array(
              fc.constantFrom(
                ..."()'\",+-*/%<>=|1.e n t and or not in between case when then end is null like cast as date lower replace".split(
                  " ",
                ),
              ),
              { maxLength: 30 },
            )
            .map((words) => words.join(" ")),
        ),
        (text) => {
          const result = parseExpression(text);
          if (!result.ok) {
            expect(result.error.at).toBeGreaterThanOrEqual(0);
            expect(result.error.at).toBeLessThanOrEqual(text.length);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});

/** Trees of numbers, conditions and texts, written with every pair of brackets and with as few as their maker knows. */
const trees = fc.letrec<{ number: string; truth: string; text: string }>((tie) => {
  const two = (left: fc.Arbitrary<string>, operators: string[], right: fc.Arbitrary<string>) =>
    fc.tuple(left, fc.constantFrom(...operators), right).map((parts) => parts.join(" "));
  const group = (inner: fc.Arbitrary<string>) => inner.map((text) => `(${text})`);
  return {
    number: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("n", "m", "2", "0", "1.5", "-3", "null"),
      two(tie("number"), ["+", "-", "*"], tie("number")),
      group(tie("number")),
      tie("text").map((text) => `length(${text})`),
      fc.tuple(tie("truth"), tie("number")).map(([when, then]) => `case when ${when} then ${then} end`),
    ),
    truth: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("b", "true", "n is not null"),
      two(group(tie("number")), ["=", "<>", "<", ">="], group(tie("number"))),
      two(tie("truth"), ["and", "or"], tie("truth")),
      tie("truth").map((value) => `not ${value}`),
      group(tie("truth")),
    ),
    text: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom("t", "'it''s'", "'жук'"),
      two(tie("text"), ["||"], tie("text")),
      tie("text").map((text) => `upper(${text})`),
    ),
  };
});

test("the engine's own reading of a text gives the same, so precedence is SQL's", async () => {
  let compared = 0;
  for (const text of fc.sample(fc.oneof(trees.number, trees.truth, trees.text), { numRuns: 400, seed: 4 })) {
    if (problemOf(text) !== undefined) continue;
    expect(await answer(text), text).toBe(await evaluate(sql`try(${unsafeText(text)})`));
    compared++;
  }
  expect(compared).toBeGreaterThan(350);
});
