import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { promisify } from "node:util";

/** What a test may lack. Without it the test is reported as skipped with the reason, and fails the run where `CI=true`. */
export interface Skips {
  skip(reason: string): never;
}

const run = promisify(execFile);

/** A Python that the test run prepared. @param variable names its interpreter */
export function pythonOr(context: Skips, variable: "ETLX_TEST_PYTHON" | "ETLX_TEST_MLCROISSANT"): string {
  const python = process.env[variable];
  if (python !== undefined && python !== "") return python;
  return context.skip(`no Python with its packages (${variable})`);
}

export interface SmallDisk {
  readonly folder: string;
  unmount(): Promise<void>;
}

/** A disk of its own at a folder, such as a full one. @param options of a tmpfs, `size=2m,ro` */
export async function smallDiskOr(context: Skips, folder: string, options: string): Promise<SmallDisk> {
  await mkdir(folder, { recursive: true });
  try {
    await run("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder]);
  } catch {
    return context.skip("this user may not mount a small disk");
  }
  return {
    folder,
    unmount: async () => {
      await run("umount", [folder]);
    },
  };
}
