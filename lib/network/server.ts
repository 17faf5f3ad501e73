export { isMetadataAddress, isPrivateAddress } from "./address.ts";
export {
  connectPostgres,
  type DatabaseIdentity,
  databaseIdentity,
  type PostgresClient,
} from "./connect-postgres.ts";
export { type ResolvedHost, resolveHost } from "./resolve-host.ts";
