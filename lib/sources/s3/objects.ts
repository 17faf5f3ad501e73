import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { S3 } from "@aws-sdk/client-s3";
import { AppError, newId } from "#lib/kernel";
import type { FileReading } from "../definition.ts";
import { partitionOf } from "../file-session.ts";
import { inParallel } from "../in-parallel.ts";
import { chosenReading, fixedBeginning, isPattern } from "../reading-fields.ts";
import type { S3SourceConfig } from "./definition.ts";
import { s3Error } from "./source-error.ts";

/** An object as it was listed: the very one that is fetched later. */
export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
  readonly etag: string;
}

const mostObjects = 10_000;

export const sourceName = (config: S3SourceConfig): string => `${config.endpoint}/${config.bucket}`;
const baseName = (key: string): string => path.posix.basename(key);

/** A list that comes back to where it was would never end. @throws AppError `objects-repeat` */
function assertNew(seen: Set<string>, one: string, config: S3SourceConfig): void {
  if (seen.has(one)) throw new AppError("objects-repeat", { source: sourceName(config) });
  seen.add(one);
}

/** Hands on as many bytes as were listed, and no more: a body without an end would fill the disk. */
function upTo(bytes: number, file: string): Transform {
  let came = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      came += chunk.length;
      if (came <= bytes) done(null, chunk);
      else done(new AppError("file-changed", { file }));
    },
  });
}

/** The objects of a table by key, so that they are read in the same order again. */
export async function listObjects(
  client: S3,
  config: S3SourceConfig,
  pattern: string,
  signal: AbortSignal,
): Promise<readonly ListedObject[]> {
  const found: ListedObject[] = [];
  const seen = { keys: new Set<string>(), tokens: new Set<string>() };
  const Prefix = isPattern(pattern) ? fixedBeginning(pattern) : pattern;
  let ContinuationToken: string | undefined;
  do {
    const page = await client.listObjectsV2(
      { Bucket: config.bucket, Prefix, ContinuationToken },
      { abortSignal: signal },
    );
    for (const { Key: key = "", Size: bytes = 0, ETag: etag = "" } of page.Contents ?? []) {
      if (key.endsWith("/") || !(isPattern(pattern) ? path.posix.matchesGlob(key, pattern) : key === pattern))
        continue;
      // Its rows would be read twice.
      assertNew(seen.keys, key, config);
      found.push({ key, bytes, etag });
      if (found.length > mostObjects)
        throw new AppError("files-too-many", { file: pattern, limit: String(mostObjects) });
    }
    ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
    if (ContinuationToken !== undefined) assertNew(seen.tokens, ContinuationToken, config);
  } while (ContinuationToken !== undefined);
  if (found.length === 0) throw new AppError("file-missing", { file: pattern });
  return found.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Fetches one object, if it is still the one that was listed. */
async function fetchObject(
  client: S3,
  config: S3SourceConfig,
  { key, bytes, etag }: ListedObject,
  target: string,
  signal: AbortSignal,
): Promise<void> {
  const file = baseName(key);
  try {
    const { Body } = await client.getObject(
      { Bucket: config.bucket, Key: key, ...(etag === "" ? {} : { IfMatch: etag }) },
      { abortSignal: signal },
    );
    if (!(Body instanceof Readable)) throw new TypeError("no body");
    const written = createWriteStream(target, { mode: 0o600, highWaterMark: 1 << 20 });
    await pipeline(Body, upTo(bytes, file), written, { signal });
  } catch (error) {
    // Whoever aborted knows what it means.
    if (signal.aborted) throw signal.reason;
    throw s3Error(error, { source: sourceName(config), file });
  }
  // A connection that was cut is told by the library; a server that sends less than it listed is not.
  if ((await stat(target)).size !== bytes) throw new AppError("file-changed", { file });
}

/** Fetches objects of a table into a private folder, a few at once; their readings stand in the objects' order. */
export async function fetchObjects(
  client: S3,
  config: S3SourceConfig,
  table: S3SourceConfig["tables"][number],
  objects: readonly ListedObject[],
  folder: string,
  signal: AbortSignal,
): Promise<readonly FileReading[]> {
  const readings = objects.map((object): FileReading => {
    const partition = partitionOf(object.key);
    return {
      table: table.table,
      label: baseName(object.key),
      // The ending tells what a file is.
      path: path.join(
        folder,
        `${newId()}-${baseName(object.key)
          .replace(/[^\w.-]/g, "_")
          .slice(-100)}`,
      ),
      ...chosenReading(table),
      ...(partition === undefined ? {} : { partition }),
    };
  });
  const fetches = objects.flatMap((object, at) => {
    const reading = readings[at];
    return reading ? [{ object, target: reading.path }] : [];
  });
  await inParallel(
    fetches,
    config.objectsAtOnce,
    ({ object, target }, own) => fetchObject(client, config, object, target, own),
    signal,
  );
  return readings;
}
