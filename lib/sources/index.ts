export type {
  FileFacts,
  FileReading,
  FileSandbox,
  Intake,
  SessionOptions,
  SourceDefinition,
  SourceDriver,
  SourceDriverFactory,
  SourceSession,
  SourceTools,
} from "./definition.ts";
