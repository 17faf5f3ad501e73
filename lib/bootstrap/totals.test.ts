import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./test/fixtures.ts";
import { playwrightTotals, report, sum, unacceptable, vitestTotals } from "./test/totals.mjs";

function file(content: unknown): string {
  const name = path.join(temporaryFolder(), "report.json");
  writeFileSync(name, JSON.stringify(content));
  return name;
}

describe("totals of tests", () => {
  it("count a run that failed without a failed test", () => {
    expect(vitestTotals(file({ passed: 3, failed: 0, skipped: [] }), 1).failed).toBe(1);
    expect(vitestTotals(file({ passed: 3, failed: 0, skipped: [] }), 0).failed).toBe(0);
  });

  it("count a run that left nothing", () => {
    expect(existsSync("/nowhere.json")).toBe(false);
    expect(vitestTotals("/nowhere.json", 0).failed).toBe(1);
  });

  it("read Playwright's report", () => {
    const test = (status: string, annotations: unknown[] = []) => ({
      tests: [{ status, annotations }],
      title: status,
    });
    const suites = [
      {
        title: "a.spec.ts",
        specs: [test("expected"), test("flaky")],
        suites: [
          {
            title: "x",
            specs: [test("unexpected"), test("skipped", [{ type: "skip", description: "no Java" }])],
          },
        ],
      },
    ];
    expect(playwrightTotals(file({ errors: [], suites }), 1)).toEqual({
      passed: 1,
      failed: 2,
      skipped: [{ name: "a.spec.ts › x › skipped", reason: "no Java" }],
    });
  });

  it("end in one line, after the reasons of what was skipped", () => {
    const skipped = [
      { name: "a", reason: "no Java" },
      { name: "b", reason: "" },
    ];
    const total = sum([
      { passed: 2, failed: 1, skipped },
      { passed: 5, failed: 0, skipped: [] },
    ]);
    const lines = report(total, false).trim().split("\n");
    expect(lines.at(-1)).toBe("7 passed, 1 failed, 2 skipped");
    expect(lines).toContain("skipped, no Java:");
    expect(lines).toContain("skipped, no reason given:");
  });

  it("let a strict run leave out only what no installation could bring along", () => {
    const data = { name: "a", reason: "beside the project: the data are missing" };
    const java = { name: "b", reason: "no Java" };
    expect(unacceptable([data, java])).toEqual([java]);
    expect(report({ passed: 1, failed: 0, skipped: [data] }, true)).not.toContain("CI=true");
    expect(report({ passed: 1, failed: 0, skipped: [data, java] }, true)).toContain("CI=true");
  });
});
