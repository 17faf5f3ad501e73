import { readFile } from "node:fs/promises";
import { isLockOf, packageLockSchema } from "#lib/contracts";
import { AppError } from "#lib/kernel";

/** `clinic.lock.json` beside `clinic.module.jsonld`. */
export const lockFileOf = (document: string): string =>
  `${document.replace(/(?:\.module)?\.json(?:ld)?$/, "")}.lock.json`;

const isObject = (json: unknown): json is Record<string, unknown> =>
  typeof json === "object" && json !== null && !Array.isArray(json);

/** The document with the lock that lies beside it, where it declares packages and holds no lock of them itself. */
export async function withLock(file: string, json: unknown): Promise<unknown> {
  if (!isObject(json) || !Array.isArray(json.packages) || json.packages.length === 0) return json;
  const own = packageLockSchema.safeParse(json.packageLock);
  if (own.success && isLockOf(own.data, json.packages)) return json;
  const lockFile = lockFileOf(file);
  const text = await readFile(lockFile, "utf8").catch(() => undefined);
  if (text === undefined) return json;
  const lock = packageLockSchema.safeParse(safeJson(text));
  if (!lock.success) throw new AppError("file-unreadable", { file: lockFile, format: "JSON", detail: "" });
  return { ...json, packageLock: lock.data };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
