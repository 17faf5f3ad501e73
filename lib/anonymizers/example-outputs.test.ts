import { createHash, createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ColumnType, parseColumnType } from "#lib/contracts";
import { name, type Sql, sql, unsafeText } from "#lib/sql";
import { engineTypeOf, openTestEngine, secretInForm, type TestEngine } from "#lib/testing";
import { exampleKeyText, exampleLabel, exampleOutput } from "./example-outputs.ts";
import { type Anonymizer, anonymizers, findAnonymizer, isKeyed, keyedFunctions, mapFormOf } from "./index.ts";

const key = createHash("sha256").update(exampleKeyText).digest();

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine(0, ({ form }) => secretInForm(key, form));
});
afterAll(() => engine.close());

const rules = anonymizers.flatMap(({ id }) => findAnonymizer(id) ?? []);
type Example = Anonymizer["docs"]["examples"][number];

const typeOf = (text = "string"): ColumnType => {
  const type = parseColumnType(text);
  if (!type) throw new Error(`an example has the type ${text}`);
  return type;
};
const inEngine = (text: string | null, type: ColumnType): Sql =>
  sql`cast(${text} as ${unsafeText(engineTypeOf(type))})`;

/** What a rule makes of an example's value, in a table of this one row, with `f` in every other column. */
async function applied(rule: Anonymizer, { params: given, type: typeText, input }: Example) {
  const [type, params] = [typeOf(typeText), rule.params.parse(given ?? {})];
  const map = mapFormOf(rule, params, type);
  if (map) return input === null ? null : (await map.open({ params, type, key }))(input);
  const keyed = (id: string) => keyedFunctions("example", id);
  const made = rule.compile?.duckdb({
    value: name("v"),
    type,
    params,
    canonical: sql`cast(${name("v")} as varchar)`,
    keyed: keyed(rule.id),
    keyedFor: keyed,
    path: "example.column",
    identity: sql`'row 1'`,
    entity: sql`'person 1'`,
    column: () => sql`'f'`,
  });
  return engine.value(
    sql`select cast(${made ?? sql`null`} as varchar) from (select ${inEngine(input, type)} as v)`,
  );
}

test("outputs of keyed examples that people are shown are what the engine makes under the published key", async () => {
  const made: Record<string, string> = {};
  let examples = 0;
  for (const rule of rules) {
    for (const example of rule.docs.examples) {
      if (!isKeyed(rule, rule.params.parse(example.params ?? {}))) continue;
      examples++;
      const output = await applied(rule, example);
      if (example.output === null) expect(output, exampleLabel(rule.id, example)).toBeNull();
      else made[exampleLabel(rule.id, example)] = String(output);
    }
  }
  // `vitest -u` writes it anew.
  await expect(`${JSON.stringify(made, undefined, 2)}\n`).toMatchFileSnapshot("example-outputs.json");
  expect(examples).toBeGreaterThanOrEqual(60);
  expect(Object.values(made)).not.toContain("null");
});

test("anybody can compute a pseudonym of the examples again", () => {
  const pseudonym = createHmac("sha256", key).update("4711").digest("hex").slice(0, 32);
  expect(exampleOutput(exampleLabel("pseudonymize", { input: "4711" }))).toBe(pseudonym);
  expect(exampleOutput(exampleLabel("mask", { input: "4711" }))).toBeUndefined();
});
