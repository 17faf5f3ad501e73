import { buildPages } from "../build.mjs";
import { generateClient } from "../generate.mjs";
import { Problem } from "../problem.mjs";
import { step } from "../progress.mjs";
import { inProject } from "../project.mjs";
import { findChromium } from "./find-chromium.mjs";
import { runVisible } from "./run-visible.mjs";
import { startForTests } from "./started-product.mjs";

/**
 * Starts the product with its demo and measures the editor's pages.
 * @param {import("../stop.mjs").Stopper} stopper
 * @returns {Promise<number>} the exit status
 */
export async function runBenchOfPages(stopper) {
  const chromium = await findChromium();
  if ("missing" in chromium) throw new Problem(chromium.missing);
  await generateClient();
  await buildPages();
  const product = await step("Starting the product", startForTests);
  stopper.add({ stop: () => product.stop() });
  return runVisible(
    [inProject("e2e", "editor.bench.ts")],
    {
      ETLX_CHROMIUM: chromium.path,
      ETLX_E2E_URL: product.url,
      ETLX_E2E_DATA_DIR: product.dataFolder,
    },
    stopper,
  );
}
