export type { Intake, SessionOptions, SourceDefinition, SourceDriver, SourceSession } from "./definition.ts";
