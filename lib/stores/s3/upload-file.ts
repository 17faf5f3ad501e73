import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Transform } from "node:stream";
import { AppError } from "#lib/kernel";
import { type Bucket, factsOf, hashOf, type ObjectFacts } from "./bucket.ts";

/** Files above one part go up in several, each checked by the server as it comes. */
const leastPart = 16 << 20;
/** S3 takes no more for one object. */
const mostParts = 10_000;
const mebibyte = 1 << 20;

/** The size of a file's parts: the same for the same size, so that checksums of parts can be compared. */
export const partBytesOf = (size: number): number =>
  Math.max(leastPart, Math.ceil(size / mostParts / mebibyte) * mebibyte);

const parallelParts = 3;

/** The SHA-256 of a file, of all of it and of its parts (base64, as S3 tells it). */
class Checksums {
  private readonly partBytes: number;
  private readonly whole = createHash("sha256");
  private part = createHash("sha256");
  private inPart = 0;
  private readonly parts: Buffer[] = [];

  constructor(partBytes: number) {
    this.partBytes = partBytes;
  }

  take(chunk: Buffer): void {
    this.whole.update(chunk);
    for (let at = 0; at < chunk.length; ) {
      const piece = chunk.subarray(at, at + this.partBytes - this.inPart);
      this.part.update(piece);
      this.inPart += piece.length;
      at += piece.length;
      if (this.inPart === this.partBytes) this.endPart();
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

/** Whether the server holds what was hashed here: by the checksum that it keeps, else read back. */
async function holds(
  bucket: Bucket,
  key: string,
  { checksum }: ObjectFacts,
  { sha256, expected }: { readonly sha256: string; readonly expected: readonly string[] },
): Promise<boolean> {
  return checksum === undefined ? (await hashOf(bucket, key)) === sha256 : expected.includes(checksum);
}

async function checksumsOf(file: string, size: number): Promise<ReturnType<Checksums["end"]>> {
  const checksums = new Checksums(partBytesOf(size));
  const chunks: AsyncIterable<Buffer> = createReadStream(file, { highWaterMark: 1 << 20 });
  for await (const chunk of chunks) checksums.take(chunk);
  return checksums.end();
}

/**
 * Uploads a file and makes sure that the server holds the record's bytes. What is there already counts only where that is certain.
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
  if (there && sha256 !== "") {
    const ours = await checksumsOf(file, size);
    // Versions share it: a file that is not the record's must not take its place.
    if (ours.sha256 !== sha256) throw wrong();
    const isSaid = there.bytes === size && there.sha256 === sha256;
    if (isSaid && (await holds(bucket, key, there, ours))) return size;
  }

  const checksums = new Checksums(partBytesOf(size));
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
    partSize: partBytesOf(size),
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
  if (!(await holds(bucket, key, held, sent))) throw wrong();
  return size;
}
