import { versionMetadataRoute } from "#lib/web/server";

export const GET = versionMetadataRoute("jsonLd");
export const HEAD = versionMetadataRoute("jsonLd");
