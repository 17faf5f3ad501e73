export { SandboxProcess, type TaskLimits } from "./child-process.ts";
export { type DataPool, dataPool, interactiveLimits } from "./data-pool.ts";
export { fileSandbox } from "./file-sandbox.ts";
export { parquetAsCsv } from "./parquet-as-csv.ts";
export type {
  RowPage,
  SampleProfile,
  ScriptInput,
  ScriptPlace,
  ScriptResult,
  TableInput,
  TaskReply,
} from "./protocol.ts";
export { runSqlScript, type SqlScriptRequest } from "./run-sql-script.ts";
