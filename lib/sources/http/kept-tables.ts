import { createHmac, randomBytes } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { FetchedTable } from "./fetch-table.ts";

/** Fetched tables in a folder that lives as long as somebody looks: an API is asked again only for more rows. */

/** What is kept is of this process: names made of credentials tell nobody else anything. */
const own = randomBytes(32);

const indexOf = (folder: string, of: unknown): string =>
  path.join(folder, `${createHmac("sha256", own).update(JSON.stringify(of)).digest("hex")}.json`);

async function keptIn(index: string): Promise<FetchedTable | undefined> {
  try {
    // Written below by this very product version, in a folder of its own.
    const kept: FetchedTable = JSON.parse(await readFile(index, "utf8"));
    for (const file of kept.readings) await stat(file.path);
    return kept;
  } catch {
    return undefined;
  }
}

/**
 * A table as it was fetched before, where that is enough; fetched now, and kept, where it is not.
 * @param of everything that decides its rows, who asks among it: another's credentials may give other rows
 */
export async function keptOr(
  folder: string | undefined,
  of: unknown,
  enough: number | undefined,
  fetch: () => Promise<FetchedTable>,
): Promise<FetchedTable> {
  if (folder === undefined) return fetch();
  const index = indexOf(folder, of);
  const kept = await keptIn(index);
  if (kept && (kept.isWhole || (enough !== undefined && kept.rows >= enough))) return kept;
  const fetched = await fetch();
  await writeFile(index, JSON.stringify(fetched), { mode: 0o600 });
  return fetched;
}
