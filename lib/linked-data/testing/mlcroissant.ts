import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const version = "1.1.1";

const imports = async (python: string): Promise<boolean> => {
  try {
    await run(python, ["-c", "import mlcroissant, pyarrow"], { timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
};

/** Python with mlcroissant: the one that `ETLX_TEST_MLCROISSANT` names, else one made for tests; or why there is none. */
export async function mlcroissantPython(): Promise<
  | { readonly python: string; readonly reason?: undefined }
  | { readonly python?: undefined; readonly reason: string }
> {
  const given = process.env.ETLX_TEST_MLCROISSANT;
  if (given) {
    return (await imports(given)) ? { python: given } : { reason: `${given} cannot import mlcroissant` };
  }
  const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache");
  const folder = path.join(cache, "etl-express", `mlcroissant-${version}`);
  const python = path.join(folder, "bin", "python");
  try {
    await access(python).catch(() => run("python3", ["-m", "venv", folder], { timeout: 60_000 }));
    if (await imports(python)) return { python };
    await run(python, ["-m", "pip", "install", "--quiet", `mlcroissant==${version}`, "pyarrow"], {
      timeout: 240_000,
    });
    return (await imports(python))
      ? { python }
      : { reason: "mlcroissant was installed and cannot be imported" };
  } catch {
    return { reason: "no Python 3 that can install mlcroissant" };
  }
}
