import { installPackages } from "./install.mjs";
import { isOnProjectNode, nodeTooOld, rerunOnProjectNode } from "./node-24.mjs";
import { exitWith, Problem } from "./problem.mjs";
import { endCommands } from "./run-command.mjs";
import { Stopper, stopOnSignals } from "./stop.mjs";

// `npm run check`: what is not a test. Types, style, layering, dead code, budgets, the build.
try {
  const tooOld = nodeTooOld();
  if (tooOld !== undefined) throw new Problem(tooOld, 2);
  await installPackages();
  if (!isOnProjectNode()) await rerunOnProjectNode(import.meta.filename ?? process.argv[1]);
  const stopper = new Stopper();
  stopper.add({ stop: endCommands, kill: endCommands });
  stopOnSignals(stopper, () => process.stdout.write("\nStopping.\n"), 130);
  const { runChecks } = await import("./checks/run-checks.mjs");
  process.exit(await runChecks(process.argv.slice(2)));
} catch (error) {
  exitWith(error);
}
