export type {
  FileFacts,
  FileReading,
  FileSandbox,
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
export {
  type PostgresqlConfig,
  parsePostgresSource,
  postgresqlConfigSchema,
} from "./postgresql/definition.ts";
export { findSourceDefinition, type SourceKind, sourceDefinitions } from "./registry.ts";
export { quotedColumns, quotedTable, tablePattern } from "./table-names.ts";
