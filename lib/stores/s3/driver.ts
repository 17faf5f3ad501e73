import { createHash } from "node:crypto";
import type { ManifestTable } from "#lib/contracts";
import { AppError, newId } from "#lib/kernel";
import { factsWhereSet, s3ConnectionFields } from "#lib/network";
import { connectS3 } from "#lib/network/server";
import type { StoreContext, StoreDriverFactory } from "../definition.ts";
import { whyEnded } from "../ended.ts";
import { mayTakeBack } from "../may-take-back.ts";
import { overlaps } from "../overlaps.ts";
import { type Bucket, factsOf, hashOf, remove, writeFirst, writeText } from "./bucket.ts";
import type { S3StoreConfig } from "./definition.ts";
import { scriptsOf } from "./extraction-scripts.ts";
import { type Layout, layout, pointToLatest, versionsIn } from "./layout.ts";
import { keysLeaving, removeRun } from "./remove-run.ts";
import { s3StoreError } from "./store-error.ts";
import { straysIn } from "./strays.ts";
import { endUpload, unfinishedIn } from "./unfinished.ts";
import { uploadFile } from "./upload-file.ts";
import { s3UploadPlace, type WithinBucket } from "./upload-place.ts";

const partsOf = (prefix: string): readonly string[] => prefix.split("/").filter(Boolean);

const nameOfStore = (config: S3StoreConfig): string => `${config.endpoint}/${config.bucket}`;

/**
 * Says what a run is about to write before its first byte, so that whoever removes it later knows what it may have left. Answers under
 * which key each table goes.
 */
async function announced(
  bucket: Bucket,
  at: Layout,
  runId: string,
  files: readonly { readonly table: ManifestTable }[],
): Promise<(table: ManifestTable) => string> {
  const say = (keys: readonly string[]) =>
    writeText(bucket, at.run(runId), `${JSON.stringify({ runId, keys })}\n`);
  const shared = files.map(({ table }) => at.file(table));
  await say(shared);
  const leaving = await keysLeaving(bucket, at);
  const keyOf = (table: ManifestTable): string =>
    leaving.has(at.file(table)) ? at.ownFile(table, runId) : at.file(table);
  const own = files.map(({ table }) => keyOf(table)).filter((key) => !shared.includes(key));
  // The shared ones stay named: what a removal has left to this run goes with this run.
  if (own.length > 0) await say([...shared, ...own]);
  return keyOf;
}

/** Keeps files by their content; a version is a small object that names them, so that a reader sees all of it or nothing. */
export const s3StoreDriver: StoreDriverFactory<S3StoreConfig> = (tools) => {
  const within: WithinBucket = async (config, { store, signal }, work) => {
    let bucket: Bucket | undefined;
    try {
      signal.throwIfAborted();
      bucket = { client: await connectS3(config, tools.network), name: config.bucket, signal };
      return await work(bucket);
    } catch (error) {
      if (signal.aborted) throw whyEnded({ store, signal });
      throw s3StoreError(error, store);
    } finally {
      bucket?.client.destroy();
    }
  };

  /** Whether the keys for reading, where a store has some, are known and list what is there. */
  const assertReads = async (config: S3StoreConfig, context: Pick<StoreContext, "store" | "signal">) => {
    const { readerAccessKeyId: accessKeyId, readerSecretAccessKey: secretAccessKey, prefix } = config;
    if (accessKeyId === undefined || secretAccessKey === undefined) return;
    await within({ ...config, accessKeyId, secretAccessKey }, context, ({ client, name, signal }) =>
      client.listObjectsV2({ Bucket: name, Prefix: prefix, MaxKeys: 1 }, { abortSignal: signal }),
    ).catch((cause: unknown) => {
      if (!(cause instanceof AppError) || cause.code !== "store-refused") throw cause;
      const detail = `${accessKeyId}: ${cause.params.detail}`;
      throw new AppError("store-refused", { store: context.store, detail }, { cause });
    });
  };

  return {
    test: (config, signal) =>
      within(config, { store: nameOfStore(config), signal }, async (bucket) => {
        const probe = `${config.prefix}.etlx-${newId()}`;
        await writeText(bucket, probe, "{}");
        await remove(bucket, probe);
        await assertReads(config, { store: nameOfStore(config), signal });
        return { warnings: [] };
      }),

    write: (config, files, context) =>
      within(config, context, async (bucket) => {
        const { module, runId, store } = context;
        const at = layout(config.prefix, module);
        // A removal of this run that was cut off: its end comes before a new beginning.
        if ((await factsOf(bucket, at.leavingRun(runId))) !== undefined) await removeRun(bucket, at, runId);
        const keyOf = await announced(bucket, at, runId, files);
        try {
          const tables = [];
          for (const { table, path } of files) {
            const key = keyOf(table);
            const bytes = await uploadFile(bucket, path, key, table.sha256, store);
            tables.push({ name: table.name, location: `s3://${config.bucket}/${key}`, bytes });
          }
          return { location: `s3://${config.bucket}/${at.run(runId)}`, tables };
        } catch (error) {
          const after = { ...bucket, signal: AbortSignal.timeout(30_000) };
          // What stays has a record: it is found as what was left behind.
          if (await mayTakeBack(context)) await removeRun(after, at, runId).catch(() => undefined);
          throw error;
        }
      }),

    commit: (config, copy, manifest, version, context) =>
      within(config, context, async (bucket) => {
        const { module, runId, store } = context;
        const at = layout(config.prefix, module);
        const keys = copy.tables.map(({ location }) => location.slice(`s3://${config.bucket}/`.length));
        const shown = { version, runId, keys, manifest };
        if (!(await writeFirst(bucket, at.version(version), `${JSON.stringify(shown, null, 2)}\n`))) {
          const other = (await versionsIn(bucket, at.versions)).find((one) => one.version === version);
          if (other?.runId !== runId) throw new AppError("store-refused", { store, detail: `v${version}` });
        }
        await pointToLatest(bucket, at);
      }),

    hideFromLatest: (config, number, context) =>
      within(config, context, async (bucket) => {
        const { module, runId } = context;
        const at = layout(config.prefix, module);
        const shown = await versionsIn(bucket, at.versions);
        if (!shown.some((one) => one.version === number && one.runId === runId)) return;
        const mark = `${JSON.stringify({ runId, version: number })}\n`;
        await writeText(bucket, at.withdrawnRun(runId), mark);
        await pointToLatest(bucket, at);
      }),

    remove: (config, copy, context) =>
      within(config, context, (bucket) =>
        removeRun(bucket, layout(config.prefix, context.module), copy.runId),
      ),

    uploads: s3UploadPlace(within),

    strays: (config, owned, context) =>
      within(config, context, (bucket) => straysIn(bucket, config.prefix, owned)),

    unfinished: {
      list: (config, context) => within(config, context, (bucket) => unfinishedIn(bucket, config.prefix)),
      end: (config, upload, context) => within(config, context, (bucket) => endUpload(bucket, upload)),
    },

    verify: (config, copy, tables, context) =>
      within(config, context, async (bucket) => {
        for (const table of tables) {
          const location = copy.tables.find(({ name }) => name === table.name)?.location ?? "";
          const sha256 = await hashOf(bucket, location.slice(`s3://${config.bucket}/`.length));
          if (sha256 !== table.sha256)
            throw new AppError("store-failed", { store: context.store, detail: `SHA-256: ${table.name}` });
        }
      }),

    extractionScripts: (config, copy, table, { store }) => {
      const location = copy.tables.find((t) => t.name === table.name)?.location;
      return location === undefined ? [] : scriptsOf(config, location, store);
    },

    place: ({ endpoint, bucket, prefix }) => [new URL(endpoint).host, bucket, ...partsOf(prefix)],

    sharesPlace: async (config, other, context) => {
      if (!overlaps(partsOf(config.prefix), partsOf(other.prefix))) return false;
      const [wide, narrow] = config.prefix.length <= other.prefix.length ? [config, other] : [other, config];
      const probe = `${narrow.prefix}.etlx-${newId()}`;
      return within(narrow, context, async (bucket) => {
        await writeText(bucket, probe, "{}");
        try {
          return await within(wide, context, async (there) => (await factsOf(there, probe)) !== undefined);
        } finally {
          await remove({ ...bucket, signal: AbortSignal.timeout(30_000) }, probe);
        }
      });
    },

    fingerprint: (config) => {
      const { endpoint, bucket, prefix, accessKeyId, readerAccessKeyId: reader } = config;
      const facts = [
        ...["s3", endpoint, bucket, prefix, accessKeyId],
        ...(reader === undefined ? [] : [reader]),
        ...factsWhereSet(s3ConnectionFields, config, ["region", "pathStyle", "ca"]),
      ];
      return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
    },
  };
};
