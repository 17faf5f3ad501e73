import { createHash } from "node:crypto";
import { perform, readVersionMetadata } from "#lib/operations/server";
import { matchesTag } from "./byte-range.ts";
import { errorResponse } from "./error-answer.ts";
import { downloadRequest } from "./request.ts";
import type { Route } from "./route-for.ts";

const mediaTypes = {
  jsonLd: "application/ld+json",
  croissant: 'application/ld+json; profile="http://mlcommons.org/croissant/1.1"',
} as const;

/** A metadata document of a version, byte for byte as it was published. */
export function versionMetadataRoute(document: keyof typeof mediaTypes): Route {
  return async (request, { params }) => {
    try {
      const { name, number } = await params;
      const asked = await downloadRequest(request.headers, request.signal);
      const metadata = await perform(readVersionMetadata, asked, { module: name, number });
      const body = Buffer.from(metadata[document], "utf8");
      const tag = `"${createHash("sha256").update(body).digest("hex")}"`;
      const headers = new Headers({
        "Content-Type": mediaTypes[document],
        "Content-Location": `/modules/${name}/versions/${metadata.number}/${document === "jsonLd" ? "metadata.jsonld" : "croissant.json"}`,
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
    } catch (error) {
      return errorResponse(error);
    }
  };
}
