import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { AppError } from "#lib/kernel";
import { type Bucket, factsOf } from "./bucket.ts";

/** Files above one part go up in several, each checked by the server as it comes. */
const partBytes = 16 << 20;
const parallelParts = 3;

/** The SHA-256 of a file, of all of it and of its parts (base64, as S3 tells it). */
class Checksums {
  private readonly whole = createHash("sha256");
  private part = createHash("sha256");
  private inPart = 0;
  private readonly parts: Buffer[] = [];

  take(chunk: Buffer): void {
    this.whole.update(chunk);
    for (let at = 0; at < chunk.length; ) {
      const piece = chunk.subarray(at, at + partBytes - this.inPart);
      this.part.update(piece);
      this.inPart += piece.length;
      at += piece.length;
      if (this.inPart === partBytes) this.endPart();
    }
  }
  private endPart(): void {
    this.parts.push(this.part.digest());
    this.part = createHash("sha256");
    this.inPart = 0;
  }
  end(): { readonly sha256: string; readonly expected: readonly string[] } {
    if (this.inPart > 0 || this.parts.length === 0) this.endPart();
    const whole = this.whole.digest();
    const composite = createHash("sha256").update(Buffer.concat(this.parts)).digest("base64");
    return {
      sha256: whole.toString("hex"),
      expected: [whole.toString("base64"), `${composite}-${this.parts.length}`],
    };
  }
}

/** Reads an object back and hashes it, for servers that keep no checksum. */
async function hashOf({ client, name, signal }: Bucket, key: string): Promise<string> {
  const { Body } = await client.getObject(
    { Bucket: name, Key: key },
    {
      abortSignal: signal,
    },
  );
  const hash = createHash("sha256");
  if (Body instanceof Readable) for await (const chunk of Body) hash.update(chunk);
  return hash.digest("hex");
}

/**
 * Uploads a file and makes sure that the server holds the record's bytes.
 * @param sha256 of the record; empty: unknown
 * @throws AppError `store-failed` where they differ
 */
export async function uploadFile(
  bucket: Bucket,
  file: string,
  key: string,
  sha256: string,
  store: string,
): Promise<number> {
  const { size } = await stat(file);
  const wrong = () => new AppError("store-failed", { store, detail: "SHA-256" });
  const there = await factsOf(bucket, key);
  if (there?.bytes === size && sha256 !== "" && there.sha256 === sha256) return size;

  const checksums = new Checksums();
  const counted = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      checksums.take(chunk);
      done(null, chunk);
    },
  });
  const source = createReadStream(file, { highWaterMark: 1 << 20 });
  source.on("error", (error) => counted.destroy(error));
  const { Upload } = await import("@aws-sdk/lib-storage");
  const upload = new Upload({
    client: bucket.client,
    params: {
      Bucket: bucket.name,
      Key: key,
      Body: source.pipe(counted),
      ContentType: "application/vnd.apache.parquet",
      ChecksumAlgorithm: "SHA256",
      ...(sha256 === "" ? {} : { Metadata: { sha256 } }),
    },
    partSize: partBytes,
    queueSize: parallelParts,
    // Parts of a failed upload cost money until somebody finds them.
    leavePartsOnError: false,
  });
  const stop = () => void upload.abort().catch(() => undefined);
  bucket.signal.addEventListener("abort", stop, { once: true });
  try {
    if (bucket.signal.aborted) throw new AppError("run-cancelled");
    await upload.done();
  } finally {
    bucket.signal.removeEventListener("abort", stop);
    source.destroy();
  }
  const sent = checksums.end();
  if (sha256 !== "" && sent.sha256 !== sha256) throw wrong();
  const held = await factsOf(bucket, key);
  if (held?.bytes !== size) throw wrong();
  const isSame =
    held.checksum === undefined
      ? (await hashOf(bucket, key)) === sent.sha256
      : sent.expected.includes(held.checksum);
  if (!isSame) throw wrong();
  return size;
}
