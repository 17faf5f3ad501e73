import { z } from "zod";
import type { ManifestTable } from "#lib/contracts";
import { settleLatest } from "../settle-latest.ts";
import { type Bucket, keysBelow, readText, remove, writeText } from "./bucket.ts";
import { UnreadableObject } from "./unreadable-object.ts";

const checked = (runId: string): string => {
  if (!/^[A-Za-z0-9-]{1,64}$/.test(runId)) throw new RangeError("not a run's id");
  return runId;
};

/**
 * `module/files/<sha256>/<table>.parquet` holds what versions share, `module/runs/<run>.json` tells what a run wrote or is about
 * to, `module/leaving/<run>.json` what is about to go with it, `module/v<n>.json` shows it as a version, `module/withdrawn/<run>.json`
 * says that this version is withdrawn, and `module/latest.json` is the newest that is not.
 */
export const layout = (prefix: string, module: string) => {
  const root = `${prefix}${module}/`;
  const folderOf = ({ sha256 }: ManifestTable) => `${root}files/${sha256 === "" ? "unknown" : sha256}/`;
  const nameOf = ({ file }: ManifestTable) => file.split("/").at(-1) ?? file;
  return {
    root,
    versions: `${root}v`,
    runs: `${root}runs/`,
    run: (runId: string): string => `${root}runs/${checked(runId)}.json`,
    withdrawn: `${root}withdrawn/`,
    withdrawnRun: (runId: string): string => `${root}withdrawn/${checked(runId)}.json`,
    leaving: `${root}leaving/`,
    leavingRun: (runId: string): string => `${root}leaving/${checked(runId)}.json`,
    file: (table: ManifestTable): string => `${folderOf(table)}${nameOf(table)}`,
    /** Where the shared one is about to go with another run. */
    ownFile: (table: ManifestTable, runId: string): string =>
      `${folderOf(table)}${checked(runId)}/${nameOf(table)}`,
    /** What an upload script of a run puts. */
    script: (runId: string): string => `${root}scripts/${checked(runId)}/`,
    version: (number: number): string => `${root}v${number}.json`,
    latest: `${root}latest.json`,
  };
};

export type Layout = ReturnType<typeof layout>;

const recordSchema = z.object({ runId: z.string(), keys: z.array(z.string()) });
const versionSchema = z.object({ version: z.number().int(), runId: z.string(), keys: z.array(z.string()) });
export type ShownVersion = z.infer<typeof versionSchema>;

function parsed<T>(schema: z.ZodType<T>, key: string, text: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new UnreadableObject(key, cause);
  }
}

/** The versions that a module's folder shows, oldest first. */
export async function versionsIn(bucket: Bucket, prefix: string): Promise<readonly ShownVersion[]> {
  const found: ShownVersion[] = [];
  for (const key of await keysBelow(bucket, prefix)) {
    if (!/\/v\d+\.json$/.test(key)) continue;
    const text = await readText(bucket, key);
    if (text !== undefined) found.push(parsed(versionSchema, key, text));
  }
  return found.sort((a, b) => a.version - b.version);
}

async function newestIn(bucket: Bucket, at: Layout): Promise<string | undefined> {
  const withdrawn = new Set(await keysBelow(bucket, at.withdrawn));
  const versions = await versionsIn(bucket, at.versions);
  const newest = versions.findLast(({ runId }) => !withdrawn.has(at.withdrawnRun(runId)));
  return newest && JSON.stringify(newest);
}

/** Lets `latest.json` be the newest version that is not withdrawn; where there is none, it goes. */
export const pointToLatest = (bucket: Bucket, at: Layout): Promise<void> =>
  settleLatest(
    () => newestIn(bucket, at),
    (newest) =>
      newest === undefined ? remove(bucket, at.latest) : writeText(bucket, at.latest, `${newest}\n`),
  );

/** What a run wrote; undefined where it left no record. */
export async function recordOf(
  bucket: Bucket,
  key: string,
): Promise<z.infer<typeof recordSchema> | undefined> {
  const text = await readText(bucket, key);
  return text === undefined ? undefined : parsed(recordSchema, key, text);
}
