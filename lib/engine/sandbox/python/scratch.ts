import { execFile } from "node:child_process";
import { chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { ownerMark, sweepLeft } from "../owner.ts";
import { nobody, spareUser } from "./jail.ts";
import { ended, withHome } from "./watch.ts";

const run = promisify(execFile);

/** Folders that scripts work in, named by whose they are: who is killed leaves its own to whoever comes next. */

const endMilliseconds = 5000;

/** Gives a folder to a user of one script's own; where the product's own container knows no such users, to nobody. */
async function giveAway(scratch: string): Promise<number> {
  const user = spareUser();
  try {
    await chown(scratch, user, user);
    return user;
  } catch {
    await chown(scratch, nobody, nobody);
    return nobody;
  }
}

/** @param isGiven whether the script runs as somebody else, who must be able to write there: answers who */
export async function makeScratch(
  root: string,
  isGiven: boolean,
): Promise<{ readonly scratch: string; readonly user?: number }> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const scratch = await mkdtemp(path.join(root, `python-${await ownerMark()}-`));
  return isGiven ? { scratch, user: await giveAway(scratch) } : { scratch };
}

/** Removes a folder whatever a script has made of it: folders that nobody may enter, or deeper than a path can name. */
export async function removeScratch(scratch: string): Promise<void> {
  try {
    await rm(scratch, { recursive: true, force: true });
  } catch {
    // These go from folder to folder without the whole path.
    await run("chmod", ["-R", "u+rwX", "--", scratch]).catch(() => undefined);
    await run("rm", ["-rf", "--", scratch]);
  }
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

/** Removes what processes left that are no more: their scripts' folders, and what still runs in them. Answers how many. */
export const sweepScratch = (root: string): Promise<number> =>
  sweepLeft(root, "python", async (scratch) => {
    await endLeftIn(scratch);
    await removeScratch(scratch);
  });
