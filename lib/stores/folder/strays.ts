import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { StrayRun } from "../definition.ts";

const runId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** What a commit or a removal that was cut off leaves beside the versions, with its run's id. */
const leftover = /^v\d+\.([0-9a-f-]{36})\.(?:partial|removed)$/;
const module = /^[a-z][a-z0-9-]*$/;
const manifestSchema = z.object({ runId: z.string() });

const names = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/** Bytes of a folder's files, each file once whatever the number of its links. */
async function bytesOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await names(folder))
    bytes += await stat(path.join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    );
  return bytes;
}

async function runOfVersion(folder: string): Promise<string | undefined> {
  const text = await readFile(path.join(folder, "manifest.json"), "utf8").catch(() => "");
  try {
    return manifestSchema.safeParse(JSON.parse(text)).data?.runId;
  } catch {
    return undefined;
  }
}

/** Folders of runs below a store's folder that are not among `owned`. What has another form than ours is not looked at. */
export async function straysIn(root: string, owned: ReadonlySet<string>): Promise<readonly StrayRun[]> {
  const found = new Map<string, StrayRun>();
  const add = async (owner: string, run: string, folder: string) => {
    if (!runId.test(run) || owned.has(run)) return;
    const before = found.get(run)?.bytes ?? 0;
    const bytes = Math.max(before, await bytesOf(folder));
    found.set(run, { module: owner, runId: run, location: folder, bytes });
  };
  for (const owner of (await names(root)).filter((name) => module.test(name))) {
    const below = path.join(root, owner);
    for (const name of await names(path.join(below, "runs")))
      await add(owner, name.replace(/\.partial$/, ""), path.join(below, "runs", name));
    for (const name of await names(below)) {
      const run = leftover.exec(name)?.[1];
      if (run !== undefined) await add(owner, run, path.join(below, name));
      else if (/^v\d+$/.test(name))
        await add(owner, (await runOfVersion(path.join(below, name))) ?? "", path.join(below, name));
    }
  }
  return [...found.values()];
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest("hex");
}
