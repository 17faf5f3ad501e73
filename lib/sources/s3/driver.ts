import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { S3 } from "@aws-sdk/client-s3";
import { AppError, newId } from "#lib/kernel";
import { factsWhereSet, s3ConnectionFields } from "#lib/network";
import { connectS3 } from "#lib/network/server";
import type { FileReading, SourceDriverFactory } from "../definition.ts";
import { describeFiles, openFileSession } from "../file-session.ts";
import { readingFacts } from "../reading-fields.ts";
import type { S3SourceConfig } from "./definition.ts";
import { fetchObjects, type ListedObject, listObjects, sourceName } from "./objects.ts";
import { s3Error } from "./source-error.ts";

/** Objects of a table that are fetched to tell what it is. */
const inspectedObjects = 2;

/** Reads objects of a bucket: they are fetched into a private folder and read there as files are. */
export const s3Driver: SourceDriverFactory<S3SourceConfig> = (tools) => {
  const asking = async <T>(
    config: S3SourceConfig,
    signal: AbortSignal,
    ask: (client: S3) => Promise<T>,
  ): Promise<T> => {
    let client: S3 | undefined;
    try {
      client = await connectS3(config, tools.network);
      return await ask(client);
    } catch (error) {
      if (signal.aborted)
        throw signal.reason instanceof AppError ? signal.reason : new AppError("run-cancelled");
      throw s3Error(error, { source: sourceName(config) });
    } finally {
      client?.destroy();
    }
  };

  return {
    test: (config, signal) =>
      asking(config, signal, async (client) => {
        await client.listObjectsV2(
          { Bucket: config.bucket, MaxKeys: 1 },
          {
            abortSignal: signal,
          },
        );
        const isPlain = new URL(config.endpoint).protocol === "http:";
        const isLocal = /^(?:localhost|127\.|\[::1\])/.test(new URL(config.endpoint).hostname);
        return {
          server: `S3 ${sourceName(config)}`,
          warnings:
            isPlain && !isLocal
              ? [{ en: "The connection is not encrypted.", ru: "Соединение не зашифровано." }]
              : [],
        };
      }),

    introspect: (config, signal) =>
      asking(config, signal, async (client) => {
        const folder = await mkdtemp(path.join(tmpdir(), "etlx-s3-"));
        try {
          const readings: FileReading[] = [];
          const shares = new Map<string, number>();
          for (const table of config.tables) {
            const objects = await listObjects(client, config, table.key, signal);
            const some = objects.slice(0, inspectedObjects);
            readings.push(...(await fetchObjects(client, config, table, some, folder, signal)));
            shares.set(table.table, bytesOf(objects) / Math.max(1, bytesOf(some)));
          }
          const tables = await describeFiles(readings, tools.files, signal);
          return tables.map((table) =>
            table.estimatedRows === undefined
              ? table
              : { ...table, estimatedRows: Math.round(table.estimatedRows * (shares.get(table.name) ?? 1)) },
          );
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      }),

    async open(config, options) {
      const client = await connectS3(config, tools.network);
      const folder = path.join(options.scratch, `s3-${newId()}`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        // All tables are listed at once: what is fetched later is what the bucket held now.
        const listed = new Map<string, readonly ListedObject[]>();
        for (const table of config.tables)
          listed.set(table.table, await listObjects(client, config, table.key, options.signal));
        const bytes = [...listed.values()].reduce((sum, objects) => sum + bytesOf(objects), 0);
        if (bytes > config.mostBytes)
          throw new AppError("source-too-large", {
            source: sourceName(config),
            bytes: String(bytes),
            limit: String(config.mostBytes),
          });
        const fetched = new Map<string, Promise<readonly FileReading[]>>();
        const filesFor = async (script: string): Promise<readonly FileReading[]> => {
          const words = script.toLowerCase();
          const files: FileReading[] = [];
          for (const table of config.tables) {
            if (!words.includes(table.table.toLowerCase())) continue;
            const objects = listed.get(table.table) ?? [];
            const known = fetched.get(table.table);
            const reading = known ?? fetchObjects(client, config, table, objects, folder, options.signal);
            if (!known) fetched.set(table.table, reading);
            files.push(...(await reading));
          }
          return files;
        };
        return await openFileSession(filesFor, tools.files, options, {
          snapshotAt: new Date(),
          onClose: async () => {
            client.destroy();
            await rm(folder, { recursive: true, force: true });
          },
        });
      } catch (error) {
        client.destroy();
        await rm(folder, { recursive: true, force: true });
        if (options.signal.aborted) throw new AppError("run-cancelled");
        throw s3Error(error, { source: sourceName(config) });
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
