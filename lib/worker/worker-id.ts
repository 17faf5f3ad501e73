import { readFile, writeFile } from "node:fs/promises";
import { type DataFolder, makePrivateFolder } from "#lib/config/server";
import { newId } from "#lib/kernel";

/** The name a data folder's worker goes by, so that after a restart it goes on with its own runs where it stopped. */
export async function workerIdOf(data: DataFolder): Promise<string> {
  await makePrivateFolder(data.root);
  try {
    await writeFile(data.workerId, newId(), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return (await readFile(data.workerId, "utf8")).trim();
}
