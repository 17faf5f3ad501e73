import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const packages = ["pandas", "pyarrow", "polars", "adbc-driver-postgresql", "psycopg2-binary"];

/** A Python with the yardsticks' packages, made once in a folder; a reason where it cannot be made. */
export async function pythonEnvironment(
  folder: string,
): Promise<{ readonly python: string } | { readonly skipped: string }> {
  const python = path.join(folder, "bin", "python");
  try {
    await access(path.join(folder, "ready")).catch(async () => {
      await run("python3", ["-m", "venv", folder]);
      await run(python, ["-m", "pip", "install", "--quiet", ...packages], { maxBuffer: 1 << 24 });
      await run(python, [
        "-c",
        `import pandas, polars, pyarrow; open(${JSON.stringify(path.join(folder, "ready"))}, "w")`,
      ]);
    });
    return { python };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "unknown";
    return { skipped: `no Python environment with pandas and Polars (${reason})` };
  }
}
