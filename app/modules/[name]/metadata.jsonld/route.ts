import { moduleMetadataRoute } from "#lib/web/server";

export const GET = moduleMetadataRoute;
export const HEAD = moduleMetadataRoute;
