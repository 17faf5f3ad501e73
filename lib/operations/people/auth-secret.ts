import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { makePrivateFolder } from "#lib/config/server";

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : undefined);

/** What signs sessions; made once, readable by this user alone. Losing it signs everybody out and nothing else. */
export async function readAuthSecret(file: string): Promise<string> {
  await makePrivateFolder(path.dirname(file));
  try {
    await writeFile(file, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
  return (await readFile(file, "utf8")).trim();
}
