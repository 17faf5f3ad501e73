import { lockedEnvironment, pythonEnvironment } from "#lib/engine/server";
import { usableDocument, usesPython } from "#lib/metadata";

/**
 * Makes what the scripts of a document run in, where it is not there yet. It takes the network and a process's environment,
 * which the children that look at data have not, and longer than a look may.
 * @throws AppError `python-missing`, and what {@link lockedEnvironment} says
 */
export async function preparePython(folder: string | undefined, json: unknown): Promise<void> {
  // Most documents have no such word, and a wide one takes time to read.
  if (folder === undefined || !/"python/.test(JSON.stringify(json) ?? "")) return;
  const { document } = usableDocument(json);
  if (!document || !usesPython(document)) return;
  const base = await pythonEnvironment(folder);
  if (document.packageLock) await lockedEnvironment(folder, base, document.packageLock);
}
