import { createHash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { S3 } from "@aws-sdk/client-s3";
import { AppError, newId } from "#lib/kernel";
import { factsWhereSet, s3ConnectionFields } from "#lib/network";
import { connectS3 } from "#lib/network/server";
import type { FileReading, SourceDriverFactory } from "../definition.ts";
import { describeFiles, openFileSession } from "../file-session.ts";
import { listenersWarning } from "../listeners.ts";
import { inLookFolder } from "../look-folder.ts";
import { mostGotBytes, type PathFound, type PathRefusal, pathNamed } from "../path-asked.ts";
import { readingFacts } from "../reading-fields.ts";
import type { S3SourceConfig } from "./definition.ts";
import { fetchObjects, type ListedObject, listObjects, sourceName } from "./objects.ts";
import { s3Error } from "./source-error.ts";

/** Objects of a table that are fetched to tell what it is. */
const inspectedObjects = 2;
/** Bytes that are fetched for a look, of all tables together: somebody waits for it, in a process that serves others too. */
const mostLookedAt = 256 * 2 ** 20;

const byKey = (a: ListedObject, b: ListedObject): number => (a.key < b.key ? -1 : 1);

/** The smallest objects of a table that hold something, in the order they are read in. */
const smallestOf = (objects: readonly ListedObject[]): readonly ListedObject[] =>
  objects
    .toSorted((a, b) => Number(a.bytes === 0) - Number(b.bytes === 0) || a.bytes - b.bytes || byKey(a, b))
    .slice(0, inspectedObjects)
    .sort(byKey);

type Table = S3SourceConfig["tables"][number];

/** Fetches each object once, whether alone or with all of its table. */
function eachOnce(
  fetch: (table: Table, objects: readonly ListedObject[]) => Promise<readonly FileReading[]>,
): typeof fetch {
  const fetched = new Map<ListedObject, Promise<readonly FileReading[]>>();
  return async (table, objects) => {
    const missing = objects.filter((object) => !fetched.has(object));
    const coming = missing.length === 0 ? undefined : fetch(table, missing);
    for (const [at, object] of missing.entries())
      if (coming)
        fetched.set(
          object,
          coming.then((files) => files.slice(at, at + 1)),
        );
    return (await Promise.all(objects.map((object) => fetched.get(object) ?? []))).flat();
  };
}

/** Does something for a table within the time of its session; what goes wrong comes out as what it is. */
type Within = <T>(table: string, work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** Begins the time that a run may fetch for. */
function timeOf(config: S3SourceConfig, signal: AbortSignal): Within {
  const source = sourceName(config);
  const late = AbortSignal.timeout(config.totalTimeout * 1000);
  const either = AbortSignal.any([signal, late]);
  return async (table, work) => {
    try {
      return await work(either);
    } catch (error) {
      if (signal.aborted)
        throw signal.reason instanceof AppError ? signal.reason : new AppError("run-cancelled");
      if (late.aborted) throw new AppError("source-timeout", { source, table }, { place: { table } });
      throw s3Error(error, { source });
    }
  };
}

/** Reads objects of a bucket: they are fetched into a private folder and read there as files are. */
export const s3Driver: SourceDriverFactory<S3SourceConfig> = (tools) => {
  const asking = async <T>(
    config: S3SourceConfig,
    signal: AbortSignal,
    ask: (client: S3, within: Within) => Promise<T>,
  ): Promise<T> => {
    const client = await connectS3(config, tools.network);
    return ask(client, timeOf(config, signal)).finally(() => client.destroy());
  };

  return {
    test: (config, signal) =>
      asking(config, signal, async (client, within) => {
        await within("–", (abortSignal) =>
          client.listObjectsV2({ Bucket: config.bucket, MaxKeys: 1 }, { abortSignal }),
        );
        const { protocol, hostname } = new URL(config.endpoint);
        return {
          server: `S3 ${sourceName(config)}`,
          warnings: listenersWarning(hostname, protocol !== "http:"),
        };
      }),

    introspect: (config, signal) =>
      asking(config, signal, async (client, within) => {
        const looked = new Map<string, readonly ListedObject[]>();
        const shares = new Map<string, number>();
        let bytes = 0;
        // All are weighed before the first is fetched.
        for (const { table, key } of config.tables) {
          const objects = await within(table, (own) => listObjects(client, config, key, own));
          const some = smallestOf(objects);
          bytes += bytesOf(some);
          assertFits(config, bytes, mostLookedAt, table);
          looked.set(table, some);
          shares.set(table, bytesOf(objects) / Math.max(1, bytesOf(some)));
        }
        return inLookFolder(tools, "s3", async (folder) => {
          const readings: FileReading[] = [];
          for (const table of config.tables) {
            const some = looked.get(table.table) ?? [];
            readings.push(
              ...(await within(table.table, (own) => fetchObjects(client, config, table, some, folder, own))),
            );
          }
          const tables = await describeFiles(readings, tools.files, signal);
          return tables.map((table) =>
            table.estimatedRows === undefined
              ? table
              : { ...table, estimatedRows: Math.round(table.estimatedRows * (shares.get(table.name) ?? 1)) },
          );
        });
      }),

    async open(config, options) {
      const client = await connectS3(config, tools.network);
      const folder = path.join(options.scratch, `s3-${newId()}`);
      const within = timeOf(config, options.signal);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        // All tables are listed at once: what is fetched later is what the bucket held now.
        const listed = new Map<string, readonly ListedObject[]>();
        for (const table of config.tables)
          listed.set(
            table.table,
            await within(table.table, (own) => listObjects(client, config, table.key, own)),
          );
        const bytes = [...listed.values()].reduce((sum, objects) => sum + bytesOf(objects), 0);
        assertFits(config, bytes, config.mostBytes);
        const fetch = eachOnce((table: Table, objects) =>
          within(table.table, (own) => fetchObjects(client, config, table, objects, folder, own)),
        );
        const filesFor = async (script: string): Promise<readonly FileReading[]> => {
          const words = script.toLowerCase();
          const files: FileReading[] = [];
          for (const table of config.tables)
            if (words.includes(table.table.toLowerCase()))
              files.push(...(await fetch(table, listed.get(table.table) ?? [])));
          return files;
        };
        const all = config.tables.flatMap((table) =>
          (listed.get(table.table) ?? []).map((object) => ({
            table,
            object,
            place: object.key,
            is: object.key,
          })),
        );
        const fileAt = async (wanted: string): Promise<PathFound | PathRefusal> => {
          const found = pathNamed(all, wanted);
          if (!found) return "unknown";
          if (found.object.bytes > mostGotBytes) return "too-large";
          const [file] = await fetch(found.table, [found.object]);
          return file ? { listed: file } : "unknown";
        };
        return await openFileSession(filesFor, tools.files, options, {
          snapshotAt: new Date(),
          fileAt,
          onClose: async () => {
            client.destroy();
            await rm(folder, { recursive: true, force: true });
          },
        });
      } catch (error) {
        client.destroy();
        await rm(folder, { recursive: true, force: true });
        throw error;
      }
    },

    fingerprint: (config) => {
      const { endpoint, bucket, accessKeyId, tables } = config;
      const facts = [
        ...["s3", endpoint, bucket, accessKeyId],
        tables.map((table) => [table.table, table.key, ...readingFacts(table)]),
        ...factsWhereSet(s3ConnectionFields, config, ["region", "pathStyle", "ca"]),
      ];
      return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
    },
  };
};

const bytesOf = (objects: readonly ListedObject[]): number =>
  objects.reduce((sum, { bytes }) => sum + bytes, 0);

/** @throws AppError `source-too-large` */
function assertFits(config: S3SourceConfig, bytes: number, limit: number, table?: string): void {
  if (bytes <= limit) return;
  const params = { source: sourceName(config), bytes: String(bytes), limit: String(limit) };
  throw new AppError("source-too-large", params, table === undefined ? {} : { place: { table } });
}
