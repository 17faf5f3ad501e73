import { versionMetadataRoute } from "#lib/web/server";

export const GET = versionMetadataRoute("croissant");
export const HEAD = versionMetadataRoute("croissant");
