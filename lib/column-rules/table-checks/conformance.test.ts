import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { duckdbQuoting, name, render, sql } from "#lib/sql";
import { findTableCheck, policiesOf, tableChecks } from "../index.ts";
import type { TableFigures } from "./definition.ts";

const parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "unique-together": { columns: ["a", "b"] },
  expression: { condition: "a <= b" },
  reference: { columns: ["a"], table: "other", references: ["b"] },
  "row-count": { minimum: 1, maximum: 10 },
  freshness: { column: "a", hours: 24 },
  "previous-rows": { maximumChange: 0.1 },
  "previous-nulls": { column: "a", maximumIncrease: 0.1 },
  "previous-categories": { column: "a" },
  "previous-drift": { column: "a", maximum: 0.2 },
};

describe("every check of tables", () => {
  test("has a line in the index, an id of its own, and texts in both languages", () => {
    const others = ["conformance.test.ts", "definition.ts", "index.ts", "params.ts"];
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
    expect(Object.keys(parameters).sort()).toEqual(tableChecks.map(({ id }) => id).sort());
    for (const { id, params } of tableChecks) {
      expect(params.safeParse(parameters[id]).success, id).toBe(true);
      expect(params.safeParse({ ...parameters[id], surplus: 1 }).success, id).toBe(false);
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
      const params = check.params.parse(parameters[id]);
      const violated = check.violated.duckdb({ params, column: name, startedAt: sql`$start` });
      return [`${id}@${check.version}\n  ${render(violated, duckdbQuoting).text}`];
    });
    expect(golden).toHaveLength(3);
    expect(`${golden.join("\n")}\n`).toMatchSnapshot();
  });
});

describe("drift", () => {
  const range = (...bins: [from: string, to: string, rows: number][]): TableFigures => ({
    name: "t",
    counts: { extracted: 0, transformed: 0, published: 0, rejected: 0, deduplicated: 0, suppressed: 0 },
    olderWinners: 0,
    rules: [],
    columns: [
      {
        name: "a",
        datatype: "integer",
        nullShareBefore: 0,
        nullShareAfter: 0,
        distinct: 2,
        histogram: {
          kind: "range",
          bins: bins.map(([from, to, rows]) => ({ from, to, rows })),
          other: 0,
        },
      },
    ],
  });
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
