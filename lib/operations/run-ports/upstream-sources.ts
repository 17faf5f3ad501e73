import { type UpstreamVersion, upstreamVersion } from "#lib/contracts";
import type { Repositories, VersionRecord } from "#lib/db/server";
import { AppError } from "#lib/kernel";
import { declaredSources, moduleSources, parseDocument } from "#lib/metadata";
import { assertHasFiles } from "../versions/version-of.ts";

type Records = Pick<Repositories, "versions" | "revisions">;
type Document = Parameters<typeof moduleSources<{ readonly name: string; readonly ref: string }>>[0];

/** A version that a document reads, with the record of it. */
export interface ReadVersion {
  readonly record: VersionRecord;
  readonly upstream: UpstreamVersion;
}

/** Modules whose newest version a module's own newest revision asks for, directly or through others. */
async function followedBy(db: Records, module: string): Promise<string[]> {
  const found = new Set<string>();
  const waiting = [module];
  for (const one of waiting) {
    const parsed = parseDocument((await db.revisions.latest(one))?.document);
    for (const { module: next, number } of parsed.ok ? moduleSources(parsed.value) : []) {
      if (number !== "latest" || found.has(next)) continue;
      found.add(next);
      waiting.push(next);
    }
  }
  return [...found];
}

async function read(
  db: Records,
  { module, number: wanted }: ReturnType<typeof moduleSources>[number],
  chosen: string | undefined,
  environment: string | undefined,
): Promise<ReadVersion | undefined> {
  const { versions } = db;
  const record =
    chosen !== undefined
      ? await versions.getById(chosen)
      : wanted === "latest"
        ? await versions.latest(module, environment)
        : await versions.get(module, wanted);
  if (record === undefined) return undefined;
  const { number, versionId, manifest, reports, withdrawnReason: withdrawn } = record;
  const follows = await followedBy(db, module);
  const known = { number, versionId, wanted, follows, ...(withdrawn === undefined ? {} : { withdrawn }) };
  return { record, upstream: upstreamVersion(manifest, reports.privacy, known) };
}

export interface ReadOptions {
  /** Versions that a run has chosen before, by the document's names for them. */
  readonly chosen?: ReadonlyMap<string, string>;
  /** Where the newest versions are looked for; one that is named by its number may be any environment's. */
  readonly environment?: string | undefined;
}

/** The versions of modules that a document reads, by the names it has for them; one that is not there is left out. */
export async function readVersions(
  db: Records,
  document: Document,
  { chosen = new Map(), environment }: ReadOptions = {},
): Promise<ReadonlyMap<string, ReadVersion>> {
  const found = new Map<string, ReadVersion>();
  for (const source of moduleSources(document)) {
    const version = await read(db, source, chosen.get(source.name), environment);
    if (version) found.set(source.name, version);
  }
  return found;
}

/** What a source of the kind `module` is configured with. */
export const moduleConfigOf = (
  { record, upstream }: ReadVersion,
  recordPath: (sha256: string) => string,
) => ({
  version: upstream,
  files: record.manifest.tables.map(({ name, sha256 }) => ({ table: name, path: recordPath(sha256) })),
});

/** @throws AppError `source-binding-missing` for a version that is not there, `version-files-removed` for one without its files */
export function assertAllThere(document: Document, found: ReadonlyMap<string, ReadVersion>): void {
  for (const { record } of found.values()) assertHasFiles(record);
  for (const { name } of moduleSources(document)) {
    if (found.has(name)) continue;
    const ref = declaredSources(document).find((one) => one.name === name)?.ref ?? name;
    throw new AppError("source-binding-missing", { source: ref });
  }
}
