import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { AppError } from "#lib/kernel";
import { openVersionFile, perform } from "#lib/operations/server";
import { byteRange, matchesTag } from "./byte-range.ts";
import { errorResponse } from "./error-answer.ts";
import { askedEnvironment, downloadRequest } from "./request.ts";
import type { RouteContext } from "./route-for.ts";

const mediaType = "application/vnd.apache.parquet";

/** A file of the record is there and whole, or the answer says so before its first byte. */
async function assertReadable(path: string, bytes: number): Promise<void> {
  const handle = await open(path, "r").catch((cause) => {
    throw new AppError("file-missing", { file: "record" }, { cause });
  });
  try {
    if ((await handle.stat()).size !== bytes) throw new AppError("internal", { reference: "record size" });
  } finally {
    await handle.close();
  }
}

/**
 * A file of a version: whole or in ranges, named by its content, never changing. Allowed by the version; a withdrawn one is
 * gone (410).
 */
export async function versionFileRoute(request: Request, { params }: RouteContext): Promise<Response> {
  try {
    const { name, number, file: fileName } = await params;
    const asked = await downloadRequest(request.headers, request.signal);
    const file = await perform(openVersionFile, asked, {
      module: name,
      number,
      file: fileName,
      ...askedEnvironment(request),
    });
    await assertReadable(file.path, file.bytes);
    const tag = `"${file.sha256}"`;
    const address = `/modules/${name}/versions/${file.number}`;
    const headers = new Headers({
      ETag: tag,
      "Accept-Ranges": "bytes",
      "Cache-Control": "private, max-age=31536000, immutable, no-transform",
      "Content-Location": `${address}/files/${encodeURIComponent(file.name)}`,
      "X-Content-Type-Options": "nosniff",
      Vary: "Cookie, Authorization",
      Link: `<${address}/metadata.jsonld>; rel="describedby"; type="application/ld+json", <${address}/croissant.json>; rel="describedby"; type="application/ld+json"`,
    });
    // What `latest` means changes; the file it leads to does not.
    if (number === "latest") headers.set("Cache-Control", "private, no-cache, no-transform");
    if (matchesTag(request.headers.get("if-none-match"), tag, "weak")) {
      return new Response(null, { status: 304, headers });
    }
    headers.set("Content-Type", mediaType);
    headers.set(
      "Content-Disposition",
      `attachment; filename="${file.name.replaceAll(/[^\x20-\x7e]|["\\]/g, "_")}"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    );
    headers.set("Repr-Digest", `sha-256=:${Buffer.from(file.sha256, "hex").toString("base64")}:`);
    const ifRange = request.headers.get("if-range");
    const usable = ifRange === null || matchesTag(ifRange, tag, "strong");
    const range = byteRange(usable ? request.headers.get("range") : null, file.bytes);
    if (range === "unsatisfiable") {
      headers.set("Content-Range", `bytes */${file.bytes}`);
      return new Response(null, { status: 416, headers });
    }
    const { start, end } = range === "whole" ? { start: 0, end: file.bytes - 1 } : range;
    headers.set("Content-Length", String(end - start + 1));
    if (range !== "whole") headers.set("Content-Range", `bytes ${start}-${end}/${file.bytes}`);
    const status = range === "whole" ? 200 : 206;
    if (request.method === "HEAD" || file.bytes === 0) return new Response(null, { status, headers });
    const bytes = createReadStream(file.path, { start, end, highWaterMark: 1 << 18, signal: request.signal });
    bytes.on("error", () => bytes.destroy());
    return new Response(Readable.toWeb(bytes) as ReadableStream<Uint8Array>, { status, headers });
  } catch (error) {
    return errorResponse(error);
  }
}
