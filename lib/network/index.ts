export { isMetadataAddress, isPrivateAddress } from "./address.ts";
export type { NetworkPolicy } from "./policy.ts";
export {
  type PostgresConnection,
  parsePostgresUrl,
  postgresConnectionFields,
  postgresConnectionSchema,
} from "./postgres-connection.ts";
