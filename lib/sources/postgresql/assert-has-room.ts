import type { PostgresClient } from "#lib/network/server";
import { assertRoom, usualShare } from "../replica.ts";
import type { PostgresqlConfig } from "./definition.ts";

/**
 * Other sessions that run a query now. A role sees the state of its own sessions only, unless it may read all statistics;
 * of the others every role sees the lock that each open transaction holds on itself.
 */
const activeQuery = `
  select current_setting('max_connections')::int as most, count(*)::int as active
  from pg_stat_activity a
  where a.pid <> pg_backend_pid() and (
    (a.state = 'active' and a.backend_type = 'client backend')
    or (a.state is null and a.usesysid is not null and a.pid in (
      select l.pid from pg_locks l where l.locktype = 'virtualxid' and l.mode = 'ExclusiveLock' and l.granted)))`;

/** Throws `source-overloaded` where the server runs so many queries already that one more would weigh on it. */
export async function assertHasRoom(
  client: PostgresClient,
  { mostActiveQueries }: PostgresqlConfig,
  source: string,
): Promise<void> {
  const asking = client.query<{ most: number; active: number }>(activeQuery);
  // A server that hides its statistics cannot be asked; only who set a limit needs to know.
  const told = await (mostActiveQueries === undefined ? asking.catch(() => undefined) : asking);
  const row = told?.rows[0];
  if (row) assertRoom(source, row.active, mostActiveQueries ?? Math.floor(row.most * usualShare));
}
