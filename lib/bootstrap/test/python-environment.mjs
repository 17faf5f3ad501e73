import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { step } from "../progress.mjs";
import { runCommand } from "../run-command.mjs";

/** Outside the project: its interpreters are links that leave it, which the bundler takes for a mistake. */
const cacheFolder = () =>
  path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "etl-express");

/** Apart from each other: mlcroissant pulls an older pandas than data scientists use. */
const environments = {
  ETLX_TEST_PYTHON: {
    folder: "test-python",
    packages: ["pandas==3.*", "pyarrow", "time-machine", "openpyxl", "xlsxwriter"],
  },
  ETLX_TEST_MLCROISSANT: { folder: "test-python-mlcroissant", packages: ["mlcroissant==1.1.*", "pyarrow"] },
};

/**
 * Virtual environments for the tests that read what was published as its users do; made once.
 * @returns {Promise<{ env: Record<string, string>, missing: string[] }>} variables that name each one's interpreter
 */
export async function pythonEnvironments() {
  const env = {};
  const missing = [];
  for (const [variable, { folder, packages }] of Object.entries(environments)) {
    if (process.env[variable]) continue;
    try {
      env[variable] = await prepared(path.join(cacheFolder(), folder), packages);
    } catch (error) {
      const said = error.message.trim().split("\n").at(-1);
      missing.push(`${variable}: no Python with ${packages.join(" and ")} could be made (${said})`);
    }
  }
  return { env, missing };
}

async function prepared(folder, packages) {
  const python = path.join(folder, "bin", "python");
  const mark = path.join(folder, "packages.sha256");
  const wanted = createHash("sha256").update(packages.join("\n")).digest("hex");
  if (existsSync(python) && existsSync(mark) && readFileSync(mark, "utf8") === wanted) return python;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  await step(`Making a Python environment with ${packages.join(" and ")}`, async () => {
    await runCommand("python3 -m venv", "python3", ["-m", "venv", folder]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--prefer-binary"];
    await runCommand("pip install", python, [...pip, ...packages]);
  });
  writeFileSync(mark, wanted);
  return python;
}
