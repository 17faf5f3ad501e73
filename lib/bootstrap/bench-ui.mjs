import { installPackages } from "./install.mjs";
import { isOnProjectNode, nodeTooOld, rerunOnProjectNode } from "./node-24.mjs";
import { exitWith, Problem } from "./problem.mjs";
import { Stopper, stopOnSignals } from "./stop.mjs";

// `npm run bench:ui`: how the editor bears 60 tables and 1,500 columns, measured in a real Chromium.
try {
  const tooOld = nodeTooOld();
  if (tooOld !== undefined) throw new Problem(tooOld, 2);
  await installPackages();
  if (!isOnProjectNode()) await rerunOnProjectNode(import.meta.filename ?? process.argv[1]);
  const stopper = new Stopper();
  stopOnSignals(stopper, () => process.stdout.write("\nStopping.\n"), 130);
  const { runBenchOfPages } = await import("./test/run-bench-of-pages.mjs");
  process.exitCode = await runBenchOfPages(stopper);
  await stopper.stop();
  process.exit();
} catch (error) {
  exitWith(error);
}
