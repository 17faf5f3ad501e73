import { versionFileRoute } from "#lib/web/server";

export const GET = versionFileRoute;
export const HEAD = versionFileRoute;
