import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ColumnType, parseColumnType } from "#lib/contracts";
import { name, type Sql, sql, unsafeText } from "#lib/sql";
import { edgeValues, engineTypeOf, openTestEngine, type TestEngine, valuesTable } from "#lib/testing";
import { findHierarchy, type Hierarchy, hierarchies } from "../index.ts";

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const all: readonly Hierarchy[] = hierarchies.map(({ id }) => {
  const found = findHierarchy(id);
  if (!found) throw new Error(`${id} is not found`);
  return found;
});
const typeOf = (text = "string"): ColumnType => {
  const type = parseColumnType(text);
  if (!type) throw new Error(`an example has the type ${text}`);
  return type;
};
/** Labels at the levels 1 … top, over a column `v`. */
function labels(hierarchy: Hierarchy, type: ColumnType, given: unknown): readonly Sql[] {
  const params = hierarchy.params.parse(given);
  return Array.from({ length: hierarchy.levels(params) - 1 }, (_, at) =>
    hierarchy.compile.duckdb({
      value: name("v"),
      canonical: sql`cast(${name("v")} as varchar)`,
      type,
      params,
      level: at + 1,
    }),
  );
}
const examples = all.flatMap((hierarchy) =>
  hierarchy.docs.examples.map((example) => ({ id: hierarchy.id, hierarchy, ...example })),
);

test("each hierarchy is a file of this folder, and each file one of the index", () => {
  const others = ["conformance.test.ts", "definition.ts", "index.ts", "listed-labels.ts"];
  const files = readdirSync(import.meta.dirname).filter((file) => !others.includes(file));
  expect(files.sort()).toEqual(hierarchies.map(({ id }) => `${id}.ts`).sort());
});

describe("docs examples run on the engine", () => {
  let cases = 0;
  afterAll(() => {
    console.log(`hierarchies: ${cases} examples executed`);
    expect(cases).toBeGreaterThanOrEqual(15);
  });
  test.each(examples)("$id $params $input", async ({ hierarchy, params, type, input, labels: expected }) => {
    const column = typeOf(type);
    const made = labels(hierarchy, column, params);
    // A column of our own name inside a rule's SQL must not hide the value.
    for (const outer of ["v", "value", "label"]) {
      const renamed = sql`(select cast(${input} as ${unsafeText(engineTypeOf(column))}) as ${name(outer)})`;
      const from = sql`(select ${name(outer)} as v, * from ${renamed})`;
      const found: unknown[] = [];
      for (const label of made) found.push(await engine.value(sql`select ${label} from ${from}`));
      expect(found).toEqual(expected);
    }
    cases++;
  });
});

describe("labels without an engine", () => {
  /** Written as columns of these types are, with what rounds, pads and overflows. */
  const plain: Readonly<Record<string, readonly string[]>> = {
    string: ["", "a", "A12", "Тверь", "😀😀😀", "101000", " 7 "],
    integer: ["0", "-1", "7", "37", "80", "79", "-100", "123456789"],
    decimal: ["-0.25", "0.00", "37.50", "-0.01", "19.99", "80.00"],
    date: ["1987-05-04", "0001-01-08", "0001-01-07", "9999-12-31", "2024-12-31"],
    timestamp: ["2024-12-31 23:59:59", "1999-01-01 00:00:00"],
    "timestamp(tz)": ["1987-05-31 23:00:00-03", "1987-06-01 01:00:00+03", "1987-06-01 01:00:00+00"],
  };
  test.each(examples)("$id $params $input are those of the docs and of the engine", async (example) => {
    const { hierarchy, params: given, input, labels: expected, type } = example;
    const params = hierarchy.params.parse(given);
    const own = (value: string) =>
      Array.from({ length: hierarchy.levels(params) - 1 }, (_, at) => hierarchy.label(params, value, at + 1));
    expect(own(input)).toEqual(expected);
    const column = typeOf(type);
    for (const value of plain[column.name] ?? []) {
      const from = sql`(select cast(${value} as ${unsafeText(engineTypeOf(column))}) as v)`;
      const made: unknown[] = [];
      for (const label of labels(hierarchy, column, given))
        made.push(await engine.value(sql`select ${label} from ${from}`));
      expect(own(value), value).toEqual(made);
    }
  });
});

describe("any value", () => {
  let cases = 0;
  afterAll(() => {
    console.log(`hierarchies: ${cases} labels of hostile and extreme values`);
    expect(cases).toBeGreaterThan(500);
  });
  test.each(examples)(
    "$id $params is nested, keeps null, and raises nothing",
    async ({ hierarchy, params }) => {
      for (const typeName of hierarchy.accepts) {
        const type: ColumnType =
          typeName === "decimal" ? { name: typeName, precision: 12, scale: 2 } : { name: typeName };
        if (hierarchy.problem?.(hierarchy.params.parse(params), type)) continue;
        const made = labels(hierarchy, type, params);
        const selected = made.map((label, at) => sql`, ${label} as ${name(`l${at}`)}`);
        const rows = await engine.rows(
          sql`select v is null${selected.reduce((sum, one) => sql`${sum}${one}`, sql``)} from (${valuesTable(edgeValues(type))})`,
        );
        expect(rows.length).toBeGreaterThan(1);
        for (const [isNull, ...own] of rows) {
          cases += own.length;
          if (isNull) expect(own.every((label) => label === null)).toBe(true);
          // Covered at one level, covered at all.
          expect(new Set(own.map((label) => label === null)).size).toBe(1);
        }
        for (let at = 1; at < made.length; at++) {
          const above = new Map<unknown, unknown>();
          for (const [, ...own] of rows) {
            const [low, high] = [own[at - 1], own[at]];
            expect(above.get(low) ?? high).toBe(high);
            above.set(low, high);
          }
        }
      }
    },
  );
});

describe("refused parameters", () => {
  test.each([
    ["value-table", { rows: [["a", "x"], ["b"]] }],
    [
      "value-table",
      {
        rows: [
          ["a", "x"],
          ["a", "y"],
        ],
      },
    ],
    [
      "value-table",
      {
        rows: [
          ["a", "x", "1"],
          ["b", "x", "2"],
        ],
      },
    ],
    ["intervals", { widths: [10, 15] }],
    ["intervals", { widths: [10], top: 95 }],
    ["intervals", { widths: [0] }],
    ["date-parts", { units: ["year", "month"] }],
    ["prefixes", { keep: [1, 3] }],
    ["ordered-groups", { values: ["a", "a"], groups: [2] }],
    ["masking", { length: 0 }],
  ])("%s %j", (id, params) => {
    expect(findHierarchy(id)?.params.safeParse(params).success).toBe(false);
  });
});
