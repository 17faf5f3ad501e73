import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { parseColumnType } from "#lib/contracts";
import { duckdbQuoting, join, name, render, type Sql, sql, unsafeText } from "#lib/sql";
import { engineTypeOf, openTestEngine, type TestEngine } from "#lib/testing";
import { type ExampleFigures, type ExampleRows, findTableCheck, policiesOf, tableChecks } from "../index.ts";
import type { TableFigures } from "./definition.ts";
import { ranges } from "./examples.ts";

const parametersOf = (id: string) => findTableCheck(id)?.docs.examples[0]?.params;

/** Figures of one column, where there are any. */
const figuresOf = (
  column: string,
  { published = 0, nullShare = 0, histogram }: ExampleFigures,
): TableFigures => ({
  name: "t",
  counts: { extracted: 0, transformed: 0, published, rejected: 0, deduplicated: 0, suppressed: 0 },
  olderWinners: 0,
  rules: [],
  columns: [
    {
      name: column,
      datatype: "string",
      nullShareBefore: 0,
      nullShareAfter: nullShare,
      distinct: 2,
      ...(histogram ? { histogram: { ...histogram, other: 0 } } : {}),
    },
  ],
});

describe("every check of tables", () => {
  test("has a line in the index, an id of its own, and texts in both languages", () => {
    const others = ["conformance.test.ts", "definition.ts", "examples.ts", "index.ts", "params.ts"];
    const files = readdirSync(new URL(".", import.meta.url)).filter(
      (file) => file.endsWith(".ts") && !others.includes(file),
    );
    expect(files.map((file) => file.replace(".ts", "")).sort()).toEqual(
      tableChecks.map(({ id }) => id).sort(),
    );
    let fields = 0;
    for (const { docs, params } of tableChecks) {
      for (const words of [docs.title, docs.summary])
        expect(words.en !== "" && /[а-яё]/i.test(words.ru)).toBe(true);
      for (const schema of Object.values(
        z.toJSONSchema(params as z.ZodType, { io: "input" }).properties ?? {},
      )) {
        expect(schema).toMatchObject({
          label: { en: expect.any(String), ru: expect.stringMatching(/[а-яё]/i) },
        });
        fields++;
      }
    }
    expect(fields).toBeGreaterThanOrEqual(16);
  });

  test("takes its parameters and refuses others", () => {
    for (const { id, params } of tableChecks) {
      expect(params.safeParse(parametersOf(id)).success, id).toBe(true);
      expect(params.safeParse({ ...parametersOf(id), surplus: 1 }).success, id).toBe(false);
    }
    expect(findTableCheck("toString")).toBeUndefined();
  });

  test("rejects rows only where it looks at rows", () => {
    const rejecting = tableChecks.filter((check) => policiesOf(check).includes("reject"));
    expect(rejecting.map(({ id }) => id)).toEqual(["unique-together", "expression", "reference"]);
  });

  test("the SQL is as it was approved: a change of outcome needs a new version", () => {
    const golden = tableChecks.flatMap(({ id }) => {
      const check = findTableCheck(id);
      if (check?.scope !== "row" && check?.scope !== "aggregate") return [];
      const uses = new Set(check.docs.examples.map(({ params }) => JSON.stringify(params)));
      return [...uses].map((given) => {
        const params = check.params.parse(JSON.parse(given));
        const violated = check.violated.duckdb({ params, column: name, startedAt: sql`$start` });
        return `${id}@${check.version} ${given}\n  ${render(violated, duckdbQuoting).text}`;
      });
    });
    expect(golden).toHaveLength(6);
    expect(`${golden.join("\n")}\n`).toMatchSnapshot();
  });
});

describe("docs examples are what the checks say", () => {
  let engine: TestEngine;
  let cases = 0;
  beforeAll(async () => {
    engine = await openTestEngine();
  });
  afterAll(() => {
    engine.close();
    // Rows that are judged by other rows are executed by a run: `rule-examples.test.ts` of the pipeline.
    console.log(`table checks: ${cases} examples executed`);
    expect(cases).toBeGreaterThanOrEqual(18);
  });

  const table = ({ columns, rows }: ExampleRows): Sql => {
    const types = Object.values(columns).map((datatype) => {
      const type = parseColumnType(datatype);
      if (!type) throw new Error(`an example has the type ${datatype}`);
      return unsafeText(engineTypeOf(type));
    });
    const cells = rows.map(
      (row) =>
        sql`(${join(row.map((cell, at) => sql`cast(${cell} as ${types[at] ?? unsafeText("varchar")})`))})`,
    );
    return sql`(values ${join(cells)}) as t(${join(Object.keys(columns).map((column) => name(column)))})`;
  };

  for (const { id } of tableChecks) {
    const check = findTableCheck(id);
    if (check?.scope === "row")
      test.each(check.docs.examples)(`${id} $params`, async (example) => {
        const violated = check.violated.duckdb({
          params: check.params.parse(example.params),
          column: name,
          startedAt: sql`null`,
        });
        const rows = await engine.rows(sql`select ${violated} from ${table(example)}`);
        expect(rows.map(([is]) => is)).toEqual(example.rows.map((_, at) => example.violating.includes(at)));
        expect(
          check.columnsProblem?.(example.params, new Map(Object.entries(example.columns))),
        ).toBeUndefined();
        cases++;
      });
    if (check?.scope === "aggregate")
      test.each(check.docs.examples)(`${id} $params of $rows`, async (example) => {
        const violated = check.violated.duckdb({
          params: check.params.parse(example.params),
          column: name,
          startedAt: sql`cast(${example.startedAt ?? null} as timestamp with time zone)`,
        });
        expect(await engine.value(sql`select coalesce(${violated}, true) from ${table(example)}`)).toBe(
          example.violated,
        );
        expect(
          check.columnsProblem?.(example.params, new Map(Object.entries(example.columns))),
        ).toBeUndefined();
        cases++;
      });
    if (check?.scope === "gate")
      test.each(check.docs.examples)(`${id} $params $before $now`, (example) => {
        const params = check.params.parse(example.params);
        const [column = "none"] = check.columnsUsed(params);
        const found = check.compare(
          params,
          figuresOf(column, example.before),
          figuresOf(column, example.now),
        );
        expect(found.outcome).toBe(example.outcome);
        cases++;
      });
  }

  test("each check has one that passes and one that does not", () => {
    for (const { id } of tableChecks) {
      const check = findTableCheck(id);
      const outcomes = check?.docs.examples.flatMap<unknown>((example) => {
        if ("violated" in example) return [example.violated];
        if ("outcome" in example) return [example.outcome === "violated"];
        return example.rows.map((_, at) => example.violating.includes(at));
      });
      expect(new Set(outcomes), id).toEqual(new Set([true, false]));
    }
  });
});

describe("drift", () => {
  const range = (...bins: Parameters<typeof ranges>): TableFigures =>
    figuresOf("a", { histogram: ranges(...bins) });
  const drift = (measure: "psi" | "ks", before: TableFigures, now: TableFigures) => {
    const check = findTableCheck("previous-drift");
    if (check?.scope !== "gate") throw new Error("not a gate");
    return check.compare(check.params.parse({ column: "a", measure, maximum: 0.2 }), before, now);
  };
  const even = range(["0", "10", 50], ["10", "20", 50]);

  test("equal histograms do not drift, whatever their bins", () => {
    const same = { outcome: "passed", figure: 0 };
    expect(drift("ks", even, range(["0", "20", 10]))).toEqual(same);
    expect(drift("psi", even, range(["0", "5", 5], ["5", "20", 15]))).toEqual(same);
  });
  test("the Kolmogorov–Smirnov distance is the greatest between the distribution functions", () => {
    // A quarter of the second lies below 10, half of the first.
    expect(drift("ks", even, range(["0", "10", 25], ["10", "20", 75]))).toEqual({
      outcome: "violated",
      figure: 0.25,
    });
  });
  test("the stability index is Σ (q − p) ln(q / p)", () => {
    const found = drift("psi", even, range(["0", "10", 90], ["10", "20", 10]));
    expect(found).toMatchObject({ outcome: "violated" });
    expect("figure" in found && found.figure).toBeCloseTo(
      0.4 * Math.log(0.9 / 0.5) + -0.4 * Math.log(0.1 / 0.5),
      12,
    );
  });
  test("dates are compared by their days", () => {
    const days = range(["2024-01-01", "2024-01-11", 10]);
    expect(drift("ks", days, range(["2024-01-06", "2024-01-11", 10]))).toEqual({
      outcome: "violated",
      figure: 0.5,
    });
  });
  test("without figures nothing is compared", () => {
    expect(drift("psi", even, range())).toEqual({ outcome: "not-comparable" });
  });
});
