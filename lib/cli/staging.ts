import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { config, makePrivateFolder } from "#lib/config/server";

const name = /^cli-(\d+)-[0-9a-f-]+$/;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A private folder for the raw rows of one run; what a killed command line left is removed first. */
export async function openStaging(
  runId: string,
): Promise<{ readonly folder: string; close(): Promise<void> }> {
  const { root, stagingRoot } = config().data;
  await makePrivateFolder(root);
  await makePrivateFolder(stagingRoot);
  for (const entry of await readdir(stagingRoot)) {
    const pid = Number(name.exec(entry)?.[1]);
    if (pid > 0 && !isRunning(pid)) await rm(path.join(stagingRoot, entry), { recursive: true, force: true });
  }
  const folder = await makePrivateFolder(path.join(stagingRoot, `cli-${process.pid}-${runId}`));
  return { folder, close: () => rm(folder, { recursive: true, force: true }) };
}
