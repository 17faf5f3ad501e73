import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { S3 } from "@aws-sdk/client-s3";
import { nameOf } from "./store-error.ts";

/** A bucket in the few words that the store needs. */
export interface Bucket {
  readonly client: S3;
  readonly name: string;
  readonly signal: AbortSignal;
}

const isMissing = (error: unknown): boolean => ["NoSuchKey", "NotFound", "404"].includes(nameOf(error));

export async function keysBelow(bucket: Bucket, prefix: string): Promise<readonly string[]> {
  return (await objectsBelow(bucket, prefix)).map(({ key }) => key);
}

export async function objectsBelow(
  { client, name, signal }: Bucket,
  prefix: string,
): Promise<readonly { readonly key: string; readonly bytes: number }[]> {
  const keys: { key: string; bytes: number }[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await client.listObjectsV2(
      { Bucket: name, Prefix: prefix, ContinuationToken },
      { abortSignal: signal },
    );
    for (const { Key, Size } of page.Contents ?? [])
      if (Key !== undefined) keys.push({ key: Key, bytes: Size ?? 0 });
    ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (ContinuationToken !== undefined);
  return keys;
}

/** Undefined where there is no such object. */
export async function readText({ client, name, signal }: Bucket, key: string): Promise<string | undefined> {
  try {
    const { Body } = await client.getObject(
      { Bucket: name, Key: key },
      {
        abortSignal: signal,
      },
    );
    return await Body?.transformToString();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export async function writeText({ client, name, signal }: Bucket, key: string, text: string): Promise<void> {
  await client.putObject(
    { Bucket: name, Key: key, Body: text, ContentType: "application/json" },
    { abortSignal: signal },
  );
}

/** False where somebody else wrote it first. */
export async function writeFirst(
  { client, name, signal }: Bucket,
  key: string,
  text: string,
): Promise<boolean> {
  try {
    await client.putObject(
      {
        Bucket: name,
        Key: key,
        Body: text,
        IfNoneMatch: "*",
        ContentType: "application/json",
      },
      { abortSignal: signal },
    );
    return true;
  } catch (error) {
    if (["PreconditionFailed", "ConditionalRequestConflict", "412", "409"].includes(nameOf(error)))
      return false;
    throw error;
  }
}

/** SHA-256 of an object, read from the beginning to the end. */
export async function hashOf({ client, name, signal }: Bucket, key: string): Promise<string> {
  const { Body } = await client.getObject({ Bucket: name, Key: key }, { abortSignal: signal });
  const hash = createHash("sha256");
  for await (const chunk of Body as Readable) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** Succeeds where it is gone already: some servers refuse what another removal was faster with. */
export async function remove({ client, name, signal }: Bucket, key: string): Promise<void> {
  try {
    await client.deleteObject({ Bucket: name, Key: key }, { abortSignal: signal });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

export interface ObjectFacts {
  readonly bytes: number;
  /** SHA-256 that the server keeps, base64; of parts where it ends with their number. */
  readonly checksum?: string;
  /** What we said of it ourselves. */
  readonly sha256?: string;
}

export async function factsOf(
  { client, name, signal }: Bucket,
  key: string,
): Promise<ObjectFacts | undefined> {
  try {
    const head = await client.headObject(
      { Bucket: name, Key: key, ChecksumMode: "ENABLED" },
      { abortSignal: signal },
    );
    return {
      bytes: head.ContentLength ?? -1,
      ...(head.ChecksumSHA256 === undefined ? {} : { checksum: head.ChecksumSHA256 }),
      ...(head.Metadata?.sha256 === undefined ? {} : { sha256: head.Metadata.sha256 }),
    };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
