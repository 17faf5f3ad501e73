export type {
  DatabaseFile,
  FileFacts,
  FileReading,
  FileSandbox,
  IdentifierQuote,
  Intake,
  SampleTarget,
  SessionOptions,
  SourceDefinition,
  SourceDriver,
  SourceDriverFactory,
  SourceFile,
  SourceSession,
  SourceTools,
} from "./definition.ts";
export { type FilesConfig, filesConfigSchema, parseFileSource, tableNameOf } from "./files/definition.ts";
export { type ModuleSourceConfig, moduleSource, upstreamsOf } from "./module/definition.ts";
export { type MysqlConfig, mysqlConfigSchema, parseMysqlSource } from "./mysql/definition.ts";
export { askingSeconds } from "./patience.ts";
export {
  type PostgresqlConfig,
  parsePostgresSource,
  postgresqlConfigSchema,
} from "./postgresql/definition.ts";
export { findSourceDefinition, type SourceKind, sourceDefinitions } from "./registry.ts";
export { type S3SourceConfig, s3SourceSchema } from "./s3/definition.ts";
export { quotedColumns, quotedTable, tablePattern } from "./table-names.ts";
