import { createHash } from "node:crypto";
import { chown, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { nobody } from "./jail.ts";
import { ended, isRunning, startOf, withHome } from "./watch.ts";

/** Folders that scripts work in, named by whose they are: who is killed leaves its own to whoever comes next. */

/** Process ids are of one machine, and a data folder may be shared by several; in a container every start may have the same. */
const machine = createHash("sha256").update(os.hostname()).digest("hex").slice(0, 8);
const scratchName = /^python-([0-9a-f]{8})-(\d+)-(\d+)-/;
const endMilliseconds = 5000;

/** @param isNobodys whether the script runs as nobody, who must be able to write there */
export async function makeScratch(root: string, isNobodys: boolean): Promise<string> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const own = `${process.pid}-${(await startOf(process.pid)) ?? 0}`;
  const scratch = await mkdtemp(path.join(root, `python-${machine}-${own}-`));
  if (isNobodys) await chown(scratch, nobody, nobody);
  return scratch;
}

/** Ends what a script without a sandbox has left running: its environment names the folder as its home. */
async function endLeftIn(scratch: string): Promise<void> {
  const left = await withHome(scratch);
  for (const pid of left)
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
  if (left.length > 0) await ended(left, endMilliseconds);
}

/** Removes what processes of this machine left that are no more: their scripts' folders, and what still runs in them. */
export async function sweepScratch(root: string): Promise<void> {
  const names: readonly string[] = await readdir(root).catch(() => []);
  for (const name of names) {
    const [, of, pid, start = ""] = scratchName.exec(name) ?? [];
    if (of !== machine || (await isRunning(Number(pid), start))) continue;
    const scratch = path.join(root, name);
    await endLeftIn(scratch);
    await rm(scratch, { recursive: true, force: true });
  }
}
