import { prepareDataFolder } from "./data-folder.mjs";
import { installPackages } from "./install.mjs";
import { isOnProjectNode, nodeTooOld, rerunOnProjectNode } from "./node-24.mjs";
import { assertFree, webAddress } from "./ports.mjs";
import { exitWith, Problem } from "./problem.mjs";
import { dataFolderOf } from "./project.mjs";
import { startProduct } from "./start-product.mjs";
import { assertNotStarted } from "./started.mjs";
import { Stopper, stopOnSignals } from "./stop.mjs";

// `npm start`: from a checkout with nothing installed to a running product. Runs on any Node.js from 20 on, with its
// built-in modules alone, until the packages have brought the Node.js that the rest is made for.
try {
  const tooOld = nodeTooOld();
  if (tooOld !== undefined) throw new Problem(tooOld, 2);
  const address = webAddress();
  const dataFolder = dataFolderOf();
  prepareDataFolder(dataFolder);
  assertNotStarted(dataFolder);
  await assertFree(address);
  const stopper = new Stopper();
  if (!isOnProjectNode()) {
    await installPackages();
    await rerunOnProjectNode(import.meta.filename ?? process.argv[1]);
  }
  stopOnSignals(stopper, (signal) => {
    process.stdout.write(
      `\n${signal === "SIGINT" ? "" : `${signal}: `}Stopping; a second Ctrl-C does not wait.\n`,
    );
  });
  try {
    await installPackages();
    await startProduct({ address, dataFolder, stopper });
  } catch (error) {
    // A stop in the middle of the start makes the step at work fail; that is no failure to tell about.
    const asked = stopper.isStopping;
    await stopper.stop();
    if (asked) process.exit(0);
    throw error;
  }
} catch (error) {
  exitWith(error);
}
