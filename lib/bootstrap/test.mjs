import { installPackages } from "./install.mjs";
import { isOnProjectNode, nodeTooOld, rerunOnProjectNode } from "./node-24.mjs";
import { exitWith, Problem } from "./problem.mjs";
import { Stopper, stopOnSignals } from "./stop.mjs";

// `npm test`: everything on a fresh machine, `npm test -- unit|integration|e2e [filter]` a part of it.
// Ends with one line of totals.
try {
  const tooOld = nodeTooOld();
  if (tooOld !== undefined) throw new Problem(tooOld, 2);
  await installPackages();
  if (!isOnProjectNode()) await rerunOnProjectNode(import.meta.filename ?? process.argv[1]);
  const stopper = new Stopper();
  stopOnSignals(stopper, () => process.stdout.write("\nStopping.\n"), 130);
  const { runTests } = await import("./test/run-tests.mjs");
  process.exitCode = await runTests(process.argv.slice(2), stopper);
  await stopper.stop();
  process.exit();
} catch (error) {
  exitWith(error);
}
