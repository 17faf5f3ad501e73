import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildPages } from "../build.mjs";
import { startEmbeddedPostgres } from "../embedded-postgres.mjs";
import { generateClient } from "../generate.mjs";
import { Problem } from "../problem.mjs";
import { step } from "../progress.mjs";
import { filesBelow, inProject } from "../project.mjs";
import { findChromium } from "./find-chromium.mjs";
import { pythonEnvironments } from "./python-environment.mjs";
import { realServers } from "./real-servers.mjs";
import { runVisible } from "./run-visible.mjs";
import { startForTests } from "./started-product.mjs";
import { nothing, oneFailure, playwrightTotals, report, sum, unacceptable, vitestTotals } from "./totals.mjs";

const parts = ["unit", "integration", "e2e"];
/** Tests may lose their database when the machine does. */
const fastSettings = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "200",
};

/**
 * @param {string[]} args a part and a filter, or nothing for all
 * @param {import("../stop.mjs").Stopper} stopper
 * @returns {Promise<number>} the exit status
 */
export async function runTests(args, stopper) {
  const [part, ...filters] = args;
  if (part !== undefined && !parts.includes(part)) {
    throw new Problem(`npm test -- [${parts.join("|")}] [filter]`, 2);
  }
  const scratch = mkdtempSync(path.join(tmpdir(), "etl-express-test-"));
  // As root PostgreSQL runs as another user, who has to get through to its folder.
  if (process.getuid?.() === 0) chmodSync(scratch, 0o711);
  stopper.add({ stop: () => rmSync(scratch, { recursive: true, force: true }) });
  const strict = process.env.CI === "true";
  await generateClient();
  const results = [];
  if (part !== "e2e") results.push(await runVitest({ part, filters, scratch, stopper }));
  if (part === undefined || part === "e2e") results.push(await runEndToEnd({ filters, scratch, stopper }));
  const totals = sum(results);
  process.stdout.write(report(totals, strict));
  return totals.failed > 0 || (strict && unacceptable(totals.skipped).length > 0) ? 1 : 0;
}

async function runVitest({ part, filters, scratch, stopper }) {
  const projects = part === undefined ? ["unit", "integration"] : [part];
  const none = { env: {}, missing: [] };
  // Side by side: one waits for the network while the other compiles.
  const prepared = await Promise.all([
    pythonEnvironments(),
    projects.includes("integration") ? realServers() : none,
  ]);
  const env = Object.assign({}, ...prepared.map((one) => one.env));
  // Taken away when the run is stopped too, with what tests had no time to take away themselves.
  env.TMPDIR = scratch;
  // Each file of tests has a process of its own: what one has compiled the next one reads.
  env.NODE_COMPILE_CACHE = path.join(scratch, "compiled");
  for (const text of prepared.flatMap((one) => one.missing)) process.stdout.write(`${text}\n`);
  if (projects.includes("integration")) {
    const dataFolder = path.join(scratch, "postgres");
    const postgres = await step("Starting PostgreSQL for the tests", () =>
      startEmbeddedPostgres({ dataFolder, settings: fastSettings }),
    );
    stopper.add({ stop: () => postgres.stop() });
    env.TEST_DATABASE_URL = postgres.url("postgres");
  }
  const file = path.join(scratch, "vitest.json");
  const status = await runVisible(
    [
      inProject("node_modules", "vitest", "vitest.mjs"),
      "run",
      "--passWithNoTests",
      ...projects.flatMap((name) => ["--project", name]),
      "--reporter=default",
      `--reporter=${inProject("lib", "bootstrap", "test", "vitest-totals.mjs")}`,
      ...filters,
    ],
    { ...env, ETLX_TOTALS: file },
    stopper,
  );
  return vitestTotals(file, status);
}

async function runEndToEnd({ filters, scratch, stopper }) {
  const specs = filesBelow("e2e").filter((file) => file.endsWith(".spec.ts"));
  const chromium = await findChromium();
  if ("missing" in chromium) {
    return { ...nothing(), skipped: specs.map((name) => ({ name, reason: chromium.missing })) };
  }
  const servers = await realServers();
  for (const text of servers.missing) process.stdout.write(`${text}\n`);
  try {
    await buildPages();
    const product = await step("Starting the product for the end-to-end tests", startForTests);
    stopper.add({ stop: () => product.stop() });
    const file = path.join(scratch, "playwright.json");
    const status = await runVisible(
      [
        inProject("node_modules", "@playwright", "test", "cli.js"),
        "test",
        "--pass-with-no-tests",
        ...filters,
      ],
      {
        ...servers.env,
        ETLX_CHROMIUM: chromium.path,
        ETLX_E2E_URL: product.url,
        ETLX_E2E_DATA_DIR: product.dataFolder,
        PLAYWRIGHT_JSON_OUTPUT_FILE: file,
      },
      stopper,
    );
    return playwrightTotals(file, status);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`${error.message}\n`);
    return oneFailure();
  }
}
