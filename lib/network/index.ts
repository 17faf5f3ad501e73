export { isLoopback, isMetadataAddress, isPrivateAddress } from "./address.ts";
export { factsWhereSet } from "./facts.ts";
export {
  type MysqlConnection,
  mysqlConnectionFields,
  mysqlConnectionSchema,
  parseMysqlUrl,
} from "./mysql-connection.ts";
export type { NetworkPolicy } from "./policy.ts";
export {
  databaseDestination,
  type PostgresConnection,
  parsePostgresUrl,
  postgresConnectionFields,
  postgresConnectionSchema,
} from "./postgres-connection.ts";
export { type S3Connection, s3ConnectionFields, s3ConnectionSchema, s3Destination } from "./s3-connection.ts";
