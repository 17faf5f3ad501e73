import { isLockOf, type PreviewStage } from "#lib/contracts";
import { applyPatterns, pythonStages, usableDocument } from "#lib/metadata";
import { upstreamsOf } from "#lib/sources";
import type { PythonNeed } from "../python/prepare-python.ts";
import { neededTables, reaches } from "./needed-tables.ts";
import type { TableRequest } from "./preview-request.ts";
import type { PreviewSource } from "./protocol.ts";

/** What the scripts of a look at a table after a stage need; nothing where none of them is in Python. */
export function pythonNeed(
  { document: json, values, table }: TableRequest,
  stage: PreviewStage,
  sources: readonly PreviewSource[],
): PythonNeed | undefined {
  // Most documents have no such word, and a wide one takes time to read.
  if (!/"python/.test(JSON.stringify(json) ?? "")) return undefined;
  const known = new Map(values);
  const beside = { artefacts: (one: string) => known.get(one), upstreams: upstreamsOf(sources) };
  const { document } = usableDocument(json, beside);
  if (!document) return undefined;
  const needed = neededTables(document, table, stage);
  const isNeeded = applyPatterns(document).tables.some(
    (one) => needed.has(one.name) && pythonStages(one).some((own) => reaches(stage, own)),
  );
  if (!isNeeded) return undefined;
  const { packages = [], packageLock } = document;
  // A lock of others is refused where the script is run, and nothing of it is installed.
  return packages.length > 0 && packageLock && isLockOf(packageLock, packages) ? { lock: packageLock } : {};
}
