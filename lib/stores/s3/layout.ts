import { z } from "zod";
import type { ManifestTable } from "#lib/contracts";
import { type Bucket, keysBelow, readText } from "./bucket.ts";

/**
 * `module/files/<sha256>/<table>.parquet` holds what versions share, `module/runs/<run>.json` tells what a run wrote or is about
 * to, `module/v<n>.json` shows it as a version and `module/latest.json` the newest.
 */
export const layout = (prefix: string, module: string) => {
  const root = `${prefix}${module}/`;
  return {
    root,
    versions: `${root}v`,
    runs: `${root}runs/`,
    run: (runId: string): string => {
      if (!/^[A-Za-z0-9-]{1,64}$/.test(runId)) throw new RangeError("not a run's id");
      return `${root}runs/${runId}.json`;
    },
    file: (table: ManifestTable): string => {
      const name = table.file.split("/").at(-1) ?? table.file;
      return `${root}files/${table.sha256 === "" ? "unknown" : table.sha256}/${name}`;
    },
    /** What an upload script of a run puts. */
    script: (runId: string): string => `${root}scripts/${runId}/`,
    version: (number: number): string => `${root}v${number}.json`,
    latest: `${root}latest.json`,
  };
};

const recordSchema = z.object({ runId: z.string(), keys: z.array(z.string()) });
const versionSchema = z.object({ version: z.number().int(), runId: z.string(), keys: z.array(z.string()) });
export type ShownVersion = z.infer<typeof versionSchema>;

/** The versions that a module's folder shows, oldest first. */
export async function versionsIn(bucket: Bucket, prefix: string): Promise<readonly ShownVersion[]> {
  const found: ShownVersion[] = [];
  for (const key of await keysBelow(bucket, prefix)) {
    if (!/\/v\d+\.json$/.test(key)) continue;
    const text = await readText(bucket, key);
    if (text !== undefined) found.push(versionSchema.parse(JSON.parse(text)));
  }
  return found.sort((a, b) => a.version - b.version);
}

/** What a run wrote; undefined where it left no record. */
export async function recordOf(
  bucket: Bucket,
  key: string,
): Promise<z.infer<typeof recordSchema> | undefined> {
  const text = await readText(bucket, key);
  return text === undefined ? undefined : recordSchema.parse(JSON.parse(text));
}
