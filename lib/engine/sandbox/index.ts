export { SandboxProcess, type TaskLimits } from "./child-process.ts";
export { type DataPool, dataPool, interactiveLimits } from "./data-pool.ts";
export { fileSandbox } from "./file-sandbox.ts";
export { ownerMark, sweepLeft } from "./owner.ts";
export { parquetAsCsv } from "./parquet-as-csv.ts";
export {
  placeName,
  type RowPage,
  type SampleProfile,
  type ScriptInput,
  type ScriptPlace,
  type ScriptResult,
  type TableInput,
  type TaskReply,
} from "./protocol.ts";
export {
  assertAllowed,
  environmentOf,
  environmentStep,
  hasJail,
  lockedEnvironment,
  lockKey,
  lockPackages,
  type PythonEnvironment,
  type PythonLimits,
  type PythonNeeds,
  type PythonOrder,
  type PythonPool,
  type PythonQuestion,
  type PythonScriptRequest,
  pythonEnvironment,
  pythonPool,
  runPythonScript,
  ShownWords,
  sweepPackages,
  sweepScratch,
} from "./python/index.ts";
export { runSqlScript, type SqlScriptRequest } from "./run-sql-script.ts";
export { refusalOf, scriptRefused } from "./script-refusals.ts";
