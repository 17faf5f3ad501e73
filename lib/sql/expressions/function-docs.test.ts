import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestEngine, type TestEngine } from "#lib/testing";
import { compileExpression, functionDocs, functions, parseExpression, sql } from "../index.ts";

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

test("every function has words, and its example gives on the engine what people are shown", async () => {
  expect(Object.keys(functionDocs).sort()).toEqual(Object.keys(functions).sort());
  for (const [id, { summary, example }] of Object.entries(functionDocs)) {
    expect(summary.en !== "" && /[а-яё0-9]/i.test(summary.ru), id).toBe(true);
    const parsed = parseExpression(example.expression);
    if (!parsed.ok) throw new Error(`${id}: ${parsed.error.message.en}`);
    const made = compileExpression(parsed.value, () => sql`null`);
    expect(await engine.value(sql`select cast(${made} as varchar)`), id).toBe(example.result);
  }
});
