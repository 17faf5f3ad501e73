export { throughFifo } from "./duckdb/csv-fifo.ts";
export type { EnginePlace } from "./duckdb/engine-error.ts";
export { type Engine, type EngineOptions, type EngineRow, openEngine } from "./duckdb/open-engine.ts";
export {
  type DataPool,
  dataPool,
  fileSandbox,
  interactiveLimits,
  parquetAsCsv,
  type RowPage,
  runSqlScript,
  SandboxProcess,
  type TableInput,
  type TaskLimits,
  type TaskReply,
} from "./sandbox/index.ts";
