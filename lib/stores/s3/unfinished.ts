import type { ListMultipartUploadsCommandOutput } from "@aws-sdk/client-s3";
import type { UnfinishedUpload } from "../definition.ts";
import type { Bucket } from "./bucket.ts";

const ofOurs = /^([a-z][a-z0-9-]*)\/(?:files\/(?:[0-9a-f]{64}|unknown)\/|scripts\/[0-9a-f-]{36}\/)/;

/** Uploads in parts that were begun and not ended, of objects whose names have our form: no listing of objects shows them. */
export async function unfinishedIn(
  { client, name, signal }: Bucket,
  prefix: string,
): Promise<readonly UnfinishedUpload[]> {
  const found: UnfinishedUpload[] = [];
  let KeyMarker: string | undefined;
  let UploadIdMarker: string | undefined;
  do {
    const page: ListMultipartUploadsCommandOutput = await client.listMultipartUploads(
      { Bucket: name, Prefix: prefix, KeyMarker, UploadIdMarker },
      { abortSignal: signal },
    );
    for (const { Key: key, UploadId: id, Initiated: since } of page.Uploads ?? []) {
      const module = key === undefined ? undefined : ofOurs.exec(key.slice(prefix.length))?.[1];
      if (module === undefined || key === undefined || id === undefined || since === undefined) continue;
      found.push({ module, location: `s3://${name}/${key}`, id, since });
    }
    // An empty marker would begin anew.
    KeyMarker = page.IsTruncated === true ? page.NextKeyMarker || undefined : undefined;
    UploadIdMarker = page.NextUploadIdMarker || undefined;
  } while (KeyMarker !== undefined);
  return found;
}

/** Ends one and frees its parts; succeeds where it has ended meanwhile. */
export async function endUpload(
  { client, name, signal }: Bucket,
  { location, id }: UnfinishedUpload,
): Promise<void> {
  const Key = location.slice(`s3://${name}/`.length);
  try {
    await client.abortMultipartUpload({ Bucket: name, Key, UploadId: id }, { abortSignal: signal });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "NoSuchUpload") throw error;
  }
}
