import { writeFileSync } from "node:fs";

/** A vitest reporter that leaves the totals, and every skipped test with its reason, in the file that ETLX_TOTALS names. */
export default class VitestTotals {
  onTestRunEnd(modules, unhandledErrors) {
    const totals = { passed: 0, failed: unhandledErrors.length, skipped: [] };
    for (const module of modules) {
      // A file that cannot even be loaded has no tests to count.
      if (module.errors().length > 0) totals.failed += 1;
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) totals.failed += 1;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === "passed") totals.passed += 1;
        else if (result.state === "failed") totals.failed += 1;
        else
          totals.skipped.push({
            name: `${module.relativeModuleId} › ${test.fullName}`,
            reason: result.note ?? "",
          });
      }
    }
    writeFileSync(process.env.ETLX_TOTALS, JSON.stringify(totals));
  }
}
