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

export interface MountedFolder {
  readonly folder: string;
  unmount(): Promise<void>;
}

async function mounted(folder: string, options: readonly string[]): Promise<MountedFolder | undefined> {
  await mkdir(folder, { recursive: true });
  try {
    await run("mount", [...options, folder]);
  } catch {
    return undefined;
  }
  return {
    folder,
    unmount: async () => {
      await run("umount", [folder]);
    },
  };
}

/** A disk of its own at a folder, such as a full one. @param options of a tmpfs, `size=2m,ro` */
export async function smallDiskOr(context: Skips, folder: string, options: string): Promise<MountedFolder> {
  const disk = await mounted(folder, ["-t", "tmpfs", "-o", options, "tmpfs"]);
  return disk ?? context.skip("this user may not mount a small disk");
}

/** A folder under a second name that no link tells. @param options of the second one, `ro` */
export async function secondNameOr(
  context: Skips,
  of: string,
  folder: string,
  options = "rw",
): Promise<MountedFolder> {
  const name = await mounted(folder, ["--bind", "-o", options, of]);
  return name ?? context.skip("this user may not mount a folder a second time");
}
