export { isMetadataAddress, isPrivateAddress } from "./address.ts";
export { connectMysql, type MysqlClient, queryMysql } from "./connect-mysql.ts";
export {
  connectPostgres,
  type DatabaseIdentity,
  databaseIdentity,
} from "./connect-postgres.ts";
export { connectS3 } from "./connect-s3.ts";
export { assertHostAllowed, type PinnedAgents, pinnedAgents } from "./pinned-agents.ts";
export type { PostgresClient } from "./postgres-client.ts";
export { type ResolvedHost, resolveHost } from "./resolve-host.ts";
export { within } from "./within.ts";
