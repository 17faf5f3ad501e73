import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { SourceTools } from "./definition.ts";

/** Gives a look at a source a private folder for what is brought here, and removes it with all of that. */
export async function inLookFolder<T>(
  { looks = tmpdir() }: Pick<SourceTools, "looks">,
  kind: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  await mkdir(looks, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(path.join(looks, `etlx-${kind}-`));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
