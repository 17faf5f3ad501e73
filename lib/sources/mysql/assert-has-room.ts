import { type MysqlClient, queryMysql } from "#lib/network/server";
import { assertRoom, usualShare } from "../replica.ts";
import type { MysqlConfig } from "./definition.ts";

/** Throws `source-overloaded` where the server runs so many queries already that one more would weigh on it. */
export async function assertHasRoom(
  client: MysqlClient,
  { mostActiveQueries }: MysqlConfig,
  source: string,
): Promise<void> {
  const [status] = await queryMysql<{ Value: string }>(client, "show global status like 'Threads_running'");
  const [allowed] = await queryMysql<{ most: string }>(client, "select @@global.max_connections as most");
  const limit = mostActiveQueries ?? Math.floor(Number(allowed?.most) * usualShare);
  // Whoever asks runs a query too.
  assertRoom(source, Math.max(0, Number(status?.Value ?? 1) - 1), limit);
}
