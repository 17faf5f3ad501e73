import { AppError } from "#lib/kernel";
import type { StoreContext, StoredCopy, UploadPlace } from "../definition.ts";
import { type Bucket, objectsBelow, writeText } from "./bucket.ts";
import type { S3StoreConfig } from "./definition.ts";
import { layout } from "./layout.ts";
import { uploadFile } from "./upload-file.ts";

export type WithinBucket = <T>(
  config: S3StoreConfig,
  context: Pick<StoreContext, "store" | "signal">,
  work: (bucket: Bucket) => Promise<T>,
) => Promise<T>;

/** Names without characters that mean something in a pattern or an address. */
const safePath = /^(?!.*(?:^|\/)\.\.?(?:\/|$))[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)*$/;
const tableFile = /\.(?:parquet|csv|tsv|json|ndjson|jsonl)$/i;
const mostFiles = 10_000;

/** What a script put is read back with keys that are not those it was written with. */
function readerOf(config: S3StoreConfig, store: string) {
  const { accessKeyId: own, readerAccessKeyId: accessKeyId, readerSecretAccessKey: secretAccessKey } = config;
  if (accessKeyId === undefined || secretAccessKey === undefined || accessKeyId === own)
    throw new AppError("upload-store-unsuitable", {
      store,
      en: "it has no keys for reading of its own, with which its rows are read back. Give it a pair that can only read on the store's page.",
      ru: "у него нет отдельных ключей для чтения, которыми строки читаются обратно. Задайте на странице хранилища пару, которой можно только читать.",
    });
  return { accessKeyId, secretAccessKey };
}

/** Upload scripts put files below a folder of the run's own; each file of rows is a table for who reads them back. */
export const s3UploadPlace = (within: WithinBucket): UploadPlace<S3StoreConfig> => ({
  assertTakes: (config, language, store) => {
    readerOf(config, store);
    if (language === "sql")
      throw new AppError("upload-store-unsuitable", {
        store,
        en: "it runs no SQL. Write the script in Python.",
        ru: "оно не выполняет SQL. Напишите скрипт на Python.",
      });
  },

  open: async (config, _files, context) => {
    const { module, runId, store } = context;
    const at = layout(config.prefix, module);
    const folder = at.script(runId);
    const paths = new Set<string>();
    // Before the first byte: whoever removes this run later finds it, and what it put by the folder's name alone.
    await within(config, context, (bucket) =>
      writeText(bucket, at.run(runId), `${JSON.stringify({ runId, keys: [] })}\n`),
    );
    const put = (path: string, file: string) =>
      within(config, context, async (bucket) => {
        paths.add(path);
        if (!safePath.test(path) || path.length > 500 || paths.size > mostFiles)
          throw new AppError("upload-script-refused", {
            en: "target.put takes paths of letters, digits, dots, hyphens and underscores, below the run's own folder, 10,000 at most.",
            ru: "target.put принимает пути из латинских букв, цифр, точек, дефисов и подчёркиваний внутри папки запуска, не больше 10 000.",
          });
        await uploadFile(bucket, file, `${folder}${path}`, "", store);
      });
    return {
      name: `s3://${config.bucket}/${folder}`,
      put,
      writeTable: ({ name }, file) => put(`${name}.parquet`, file),
      keep: () =>
        within(config, context, async (bucket): Promise<StoredCopy> => {
          const objects = await objectsBelow(bucket, folder);
          return {
            by: "script",
            location: `s3://${config.bucket}/${at.run(runId)}`,
            tables: objects.map(({ key, bytes }) => ({
              name: key.slice(folder.length).replace(tableFile, ""),
              location: `s3://${config.bucket}/${key}`,
              bytes,
            })),
          };
        }),
      close: async () => undefined,
    };
  },

  reader: (config, copy) => {
    const { endpoint, region, bucket, pathStyle, ca } = config;
    const start = `s3://${bucket}/`.length;
    const tables = copy.tables
      .filter(({ location }) => tableFile.test(location))
      .map(({ name, location }) => ({ table: name, key: location.slice(start) }));
    return {
      kind: "s3",
      config: {
        ...{ endpoint, region, bucket, pathStyle, ...(ca === undefined ? {} : { ca }) },
        ...readerOf(config, bucket),
        tables,
      },
    };
  },
});
