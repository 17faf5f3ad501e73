import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AppError } from "#lib/kernel";
import { connectS3 } from "#lib/network/server";
import { s3Or, type TestS3 } from "#lib/testing";
import type { Bucket } from "./bucket.ts";
import { s3StoreSchema } from "./definition.ts";
import { uploadFile } from "./upload-file.ts";

// What is in a bucket already under a file's name, said to be that file.

let folder = "";
let s3: TestS3 | undefined;
let noS3 = "";
let bucket: Bucket;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "etlx-upload-test-"));
  s3 = await s3Or({
    skip: (reason) => {
      noS3 = reason;
      throw new Error(reason);
    },
  }).catch((error: unknown) => {
    if (noS3 === "") throw error;
    return undefined;
  });
  if (!s3) return;
  const client = await connectS3(s3StoreSchema.parse(s3.connection), { privateHosts: "all" });
  bucket = { client, name: s3.connection.bucket, signal: new AbortController().signal };
});
afterAll(async () => {
  bucket?.client.destroy();
  await s3?.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach((context) => {
  if (!s3) context.skip(noS3);
});

const objectOf = (key: string) => path.join(s3?.folder ?? "", key);
const hashOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

async function fileOf(name: string, bytes: Buffer) {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return { file, sha256: hashOf(bytes), upload: () => uploadFile(bucket, file, name, hashOf(bytes), "main") };
}

test.each([
  ["with a checksum that the server keeps", "SHA256"],
  ["without one", undefined],
] as const)("other bytes under its hash %s are replaced", async (how, ChecksumAlgorithm) => {
  const { upload, sha256 } = await fileOf(`other ${how}`, Buffer.from("the record's bytes"));
  await bucket.client.putObject({
    ...{ Bucket: bucket.name, Key: `other ${how}`, Body: "quite other things", Metadata: { sha256 } },
    ...(ChecksumAlgorithm ? { ChecksumAlgorithm } : {}),
  });
  expect(await upload()).toBe(18);
  expect((await readFile(objectOf(`other ${how}`))).toString()).toBe("the record's bytes");
});

test.each([
  ["in one part", 1000],
  ["in three", 40 << 20],
])("its very bytes, %s, are not sent again", async (name, size) => {
  const { upload } = await fileOf(name, Buffer.alloc(size, "0123456789abcdef"));
  expect(await upload()).toBe(size);
  const { ino, mtimeNs } = await stat(objectOf(name), { bigint: true });
  expect(await upload()).toBe(size);
  expect(await stat(objectOf(name), { bigint: true })).toMatchObject({ ino, mtimeNs });
});

test.each(["wrong", "wrong and longer"])(
  "a file that is not the record's, %s, does not take the place of what is there",
  async (text) => {
    const { file, sha256, upload } = await fileOf(text, Buffer.from("right"));
    await upload();
    await writeFile(file, text);
    const error = await uploadFile(bucket, file, text, sha256, "main").catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: "store-failed", params: { store: "main", detail: "SHA-256" } });
    expect((await readFile(objectOf(text))).toString()).toBe("right");
  },
);
