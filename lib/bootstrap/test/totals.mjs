import { readFileSync, rmSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: { name: string, reason: string }[] }} Totals */

/** @returns {Totals} */
export function nothing() {
  return { passed: 0, failed: 0, skipped: [] };
}

/** @returns {Totals} of a part that failed before it could count anything */
export function oneFailure() {
  return { ...nothing(), failed: 1 };
}

/**
 * @param {Totals[]} parts
 * @returns {Totals}
 */
export function sum(parts) {
  return {
    passed: parts.reduce((all, part) => all + part.passed, 0),
    failed: parts.reduce((all, part) => all + part.failed, 0),
    skipped: parts.flatMap((part) => part.skipped),
  };
}

/**
 * What vitest's reporter left. A run that failed or left nothing counts as a failure, whatever was counted.
 * @param {string} file
 * @param {number} status
 * @returns {Totals}
 */
export function vitestTotals(file, status) {
  return fromFile(file, status, (totals) => totals);
}

/**
 * What Playwright's JSON reporter left.
 * @param {string} file
 * @param {number} status
 * @returns {Totals}
 */
export function playwrightTotals(file, status) {
  return fromFile(file, status, (report) => {
    const totals = { ...nothing(), failed: report.errors.length };
    const visit = (suite, titles) => {
      for (const inner of suite.suites ?? []) visit(inner, [...titles, inner.title]);
      for (const spec of suite.specs ?? []) {
        for (const test of spec.tests) {
          if (test.status === "expected") totals.passed += 1;
          else if (test.status !== "skipped") totals.failed += 1;
          else {
            const reason = test.annotations.find((note) => note.type === "skip")?.description ?? "";
            totals.skipped.push({ name: [...titles, spec.title].join(" › "), reason });
          }
        }
      }
    };
    for (const suite of report.suites) visit(suite, [suite.title]);
    return totals;
  });
}

function fromFile(file, status, read) {
  try {
    const totals = read(JSON.parse(readFileSync(file, "utf8")));
    return status !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
  } catch {
    return oneFailure();
  } finally {
    rmSync(file, { force: true });
  }
}

/** Reasons that hold everywhere but where the project was made: data to compare with that is no part of it. */
const outsideTheProject = "beside the project: ";

/** Skipped tests that a strict run does not accept. */
export const unacceptable = (skipped) =>
  skipped.filter(({ reason }) => !reason.startsWith(outsideTheProject));

/**
 * The end of a test run: every skipped test with its reason, then one line of totals.
 * @param {Totals} totals
 * @param {boolean} strict nothing may be skipped
 */
export function report({ passed, failed, skipped }, strict) {
  const reasons = Map.groupBy(skipped, ({ reason }) => reason || "no reason given");
  const lines = [...reasons].flatMap(([reason, tests]) => [
    `skipped, ${reason}:`,
    ...tests.map(({ name }) => `  ${name}`),
  ]);
  if (strict && unacceptable(skipped).length > 0)
    lines.push("With CI=true nothing that the project can bring along may be skipped.");
  lines.push(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  return `\n${lines.join("\n")}\n`;
}
