export type {
  ExtractionScript,
  StoreContext,
  StoreDefinition,
  StoreDriver,
  StoreDriverFactory,
  StoredCopy,
  StoreLimits,
  StoreReader,
  StoreTools,
  StrayRun,
  UnfinishedUpload,
  UploadContext,
  UploadedTable,
  UploadPlace,
  UploadSession,
} from "./definition.ts";
export { type FolderConfig, folderConfigSchema } from "./folder/definition.ts";
export { overlaps } from "./overlaps.ts";
export {
  type PostgresqlStoreConfig,
  parsePostgresStore,
  postgresqlStoreSchema,
} from "./postgresql/definition.ts";
export { findStoreDefinition, type StoreKind, storeDefinitions } from "./registry.ts";
export { storedCopySchema } from "./stored-copy.ts";
