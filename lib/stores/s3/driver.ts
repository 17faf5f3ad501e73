import { createHash } from "node:crypto";
import { AppError, newId } from "#lib/kernel";
import { connectS3 } from "#lib/network/server";
import type { StoreDriverFactory, StrayRun } from "../definition.ts";
import { type Bucket, hashOf, keysBelow, objectsBelow, remove, writeFirst, writeText } from "./bucket.ts";
import type { S3StoreConfig } from "./definition.ts";
import { layout, recordOf, versionsIn } from "./layout.ts";
import { s3StoreError } from "./store-error.ts";
import { uploadFile } from "./upload-file.ts";
import { s3UploadPlace, type WithinBucket } from "./upload-place.ts";

const nameOfStore = (config: S3StoreConfig): string => `${config.endpoint}/${config.bucket}`;

/** Keeps files by their content; a version is a small object that names them, so that a reader sees all of it or nothing. */
export const s3StoreDriver: StoreDriverFactory<S3StoreConfig> = (tools) => {
  const within: WithinBucket = async (config, { store, signal }, work) => {
    let bucket: Bucket | undefined;
    try {
      signal.throwIfAborted();
      bucket = { client: await connectS3(config, tools.network), name: config.bucket, signal };
      return await work(bucket);
    } catch (error) {
      if (signal.aborted) throw new AppError("run-cancelled");
      throw s3StoreError(error, store);
    } finally {
      bucket?.client.destroy();
    }
  };

  /** Removes those of a run's objects that no version and no other run names; whatever the run's own signal says. */
  const removeRun = async (bucket: Bucket, config: S3StoreConfig, module: string, runId: string) => {
    const at = layout(config.prefix, module);
    const shown = await versionsIn(bucket, at.versions);
    const rest = shown.filter((version) => version.runId !== runId);
    if (rest.length < shown.length) {
      const last = rest.at(-1);
      if (last) await writeText(bucket, at.latest, `${JSON.stringify(last)}\n`);
      else await remove(bucket, at.latest);
      for (const { version } of shown.filter((one) => one.runId === runId))
        await remove(bucket, at.version(version));
    }
    const record = await recordOf(bucket, at.run(runId));
    if (!record) return;
    const needed = new Set(rest.flatMap(({ keys }) => keys));
    for (const key of await keysBelow(bucket, at.runs)) {
      if (key === at.run(runId)) continue;
      for (const one of (await recordOf(bucket, key))?.keys ?? []) needed.add(one);
    }
    for (const key of record.keys) if (!needed.has(key)) await remove(bucket, key);
    await remove(bucket, at.run(runId));
  };

  return {
    test: (config, signal) =>
      within(config, { store: nameOfStore(config), signal }, async (bucket) => {
        const probe = `${config.prefix}.etlx-${newId()}`;
        await writeText(bucket, probe, "{}");
        await remove(bucket, probe);
        return { warnings: [] };
      }),

    write: (config, files, context) =>
      within(config, context, async (bucket) => {
        const { module, runId, store } = context;
        const at = layout(config.prefix, module);
        const keys = files.map(({ table }) => at.file(table));
        // Before the first byte: whoever removes this run later knows what it may have left.
        await writeText(bucket, at.run(runId), `${JSON.stringify({ runId, keys })}\n`);
        try {
          const tables = [];
          for (const { table, path } of files) {
            const key = at.file(table);
            const bytes = await uploadFile(bucket, path, key, table.sha256, store);
            tables.push({ name: table.name, location: `s3://${config.bucket}/${key}`, bytes });
          }
          return { location: `s3://${config.bucket}/${at.run(runId)}`, tables };
        } catch (error) {
          const after = { ...bucket, signal: AbortSignal.timeout(30_000) };
          await removeRun(after, config, module, runId).catch(() => undefined);
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
        const last = (await versionsIn(bucket, at.versions)).at(-1);
        if (last) await writeText(bucket, at.latest, `${JSON.stringify(last)}\n`);
      }),

    remove: (config, copy, context) =>
      within(config, context, (bucket) => removeRun(bucket, config, context.module, copy.runId)),

    uploads: s3UploadPlace(within),

    strays: (config, owned, context) =>
      within(config, context, async (bucket) => {
        const objects = await objectsBelow(bucket, config.prefix);
        const sizes = new Map(objects.map(({ key, bytes }) => [key, bytes]));
        const found: StrayRun[] = [];
        for (const { key } of objects) {
          const [, module = "", runId = ""] =
            /^([a-z][a-z0-9-]*)\/runs\/([0-9a-f-]{36})\.json$/.exec(key.slice(config.prefix.length)) ?? [];
          if (runId === "" || owned.has(runId)) continue;
          const record = await recordOf(bucket, key);
          const bytes = (record?.keys ?? []).reduce((sum, one) => sum + (sizes.get(one) ?? 0), 0);
          found.push({ module, runId, location: `s3://${config.bucket}/${key}`, bytes });
        }
        return found;
      }),

    verify: (config, copy, tables, context) =>
      within(config, context, async (bucket) => {
        for (const table of tables) {
          const location = copy.tables.find(({ name }) => name === table.name)?.location ?? "";
          const sha256 = await hashOf(bucket, location.slice(`s3://${config.bucket}/`.length));
          if (sha256 !== table.sha256)
            throw new AppError("store-failed", { store: context.store, detail: `SHA-256: ${table.name}` });
        }
      }),

    extractionScripts(config, copy, table, context) {
      const location = copy.tables.find((t) => t.name === table.name)?.location;
      if (location === undefined) return [];
      const url = new URL(config.endpoint);
      const secret = [
        "type s3",
        "provider credential_chain",
        `endpoint '${url.host.replaceAll("'", "''")}'`,
        `region '${config.region}'`,
        `use_ssl ${url.protocol === "https:"}`,
        `url_style '${config.pathStyle ? "path" : "vhost"}'`,
      ].join(", ");
      const options = `{"client_kwargs": {"endpoint_url": ${JSON.stringify(config.endpoint)}}}`;
      return [
        {
          language: "sql",
          source: context.store,
          text: `install httpfs; load httpfs;\ncreate secret (${secret});\nselect * from read_parquet('${location}')\n`,
        },
        {
          language: "python",
          source: context.store,
          text: `import pandas as pd  # with s3fs; keys from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY\n\nframe = pd.read_parquet(${JSON.stringify(location)}, storage_options=${options})\n`,
        },
      ];
    },

    place: ({ endpoint, bucket, prefix }) => [
      new URL(endpoint).host,
      bucket,
      ...prefix.split("/").filter(Boolean),
    ],

    fingerprint: ({ endpoint, bucket, prefix, accessKeyId, readerAccessKeyId: reader }) =>
      createHash("sha256")
        .update(
          JSON.stringify([
            ...["s3", endpoint, bucket, prefix, accessKeyId],
            ...(reader === undefined ? [] : [reader]),
          ]),
        )
        .digest("hex"),
  };
};
