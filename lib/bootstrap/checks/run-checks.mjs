import { buildPages } from "../build.mjs";
import { generateClient } from "../generate.mjs";
import { Problem } from "../problem.mjs";
import { seconds } from "../progress.mjs";
import { inProject, projectNode } from "../project.mjs";
import { runCommand } from "../run-command.mjs";
import { checkClientBundle } from "./client-bundle.mjs";
import { checkRuntimeGraph } from "./runtime-graph.mjs";
import { checkBanned, checkReadmes, checkSizes, checkTestsWired } from "./source-rules.mjs";

const tool =
  (name, ...args) =>
  async () => {
    await runCommand(name, projectNode, [inProject("node_modules", ".bin", name), ...args]);
    return [];
  };

/** In the order of their cost; each answers what is wrong. */
const checks = {
  sizes: checkSizes,
  readmes: checkReadmes,
  banned: checkBanned,
  "tests-wired": checkTestsWired,
  style: tool(
    "biome",
    "ci",
    "--error-on-warnings",
    "--diagnostic-level=warn",
    "--reporter=summary",
    "--colors=off",
  ),
  layers: tool(
    "depcruise",
    "--config",
    ".dependency-cruiser.mjs",
    "--output-type",
    "err",
    "lib",
    "app",
    "components",
  ),
  "runtime-graph": checkRuntimeGraph,
  "dead-code": tool("knip", "--no-progress", "--no-config-hints"),
  "page-types": tool("next", "typegen"),
  types: tool("tsc", "--noEmit"),
  build: async () => {
    await buildPages();
    return [];
  },
  "client-bundle": checkClientBundle,
};

/**
 * @param {string[]} wanted names of checks, or none for all
 * @returns {Promise<number>} the exit status: every check is run, whatever the earlier ones said
 */
export async function runChecks(wanted) {
  const unknown = wanted.find((name) => !Object.hasOwn(checks, name));
  if (unknown !== undefined) throw new Problem(`npm run check -- [${Object.keys(checks).join("|")}]`, 2);
  await generateClient();
  let failed = 0;
  for (const [name, check] of Object.entries(checks)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const begun = Date.now();
    const wrong = await outcome(check);
    process.stdout.write(`${wrong.length === 0 ? "✓" : "✗"} ${name}  ${seconds(Date.now() - begun)}\n`);
    for (const text of wrong) process.stdout.write(`  ${text.replaceAll("\n", "\n  ")}\n`);
    failed += wrong.length === 0 ? 0 : 1;
  }
  if (failed > 0) process.stdout.write(`${failed} checks failed\n`);
  return failed === 0 ? 0 : 1;
}

async function outcome(check) {
  try {
    return await check();
  } catch (error) {
    if (error instanceof Problem) return [error.message];
    throw error;
  }
}
