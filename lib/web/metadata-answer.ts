import { createHash } from "node:crypto";
import { matchesTag } from "./byte-range.ts";

export interface MetadataAnswer {
  readonly text: string;
  readonly mediaType: string;
  /** The path under which this very document stays. */
  readonly location: string;
}

/** A metadata document with what caches and clients need to ask for it again; bodiless where theirs is still good. */
export function metadataAnswer(request: Request, { text, mediaType, location }: MetadataAnswer): Response {
  const body = Buffer.from(text, "utf8");
  const tag = `"${createHash("sha256").update(body).digest("hex")}"`;
  const headers = new Headers({
    "Content-Type": mediaType,
    "Content-Location": location,
    ETag: tag,
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    Vary: "Cookie, Authorization",
  });
  if (matchesTag(request.headers.get("if-none-match"), tag, "weak")) {
    return new Response(null, { status: 304, headers });
  }
  headers.set("Content-Length", String(body.length));
  return new Response(request.method === "HEAD" ? null : body, { headers });
}
