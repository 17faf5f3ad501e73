export {
  type EnvironmentStep,
  environmentOf,
  environmentStep,
  type PythonEnvironment,
  pythonEnvironment,
} from "./environment.ts";
export { hasJail, type PythonLimits } from "./jail.ts";
export { assertAllowed, lockPackages } from "./lock-packages.ts";
export { lockedEnvironment, lockKey } from "./locked-environment.ts";
export { type PythonNeeds, type PythonPool, pythonPool } from "./python-pool.ts";
export type { PythonOrder, PythonQuestion } from "./python-process.ts";
export { type PythonScriptRequest, runPythonScript } from "./run-python.ts";
export { sweepScratch } from "./scratch.ts";
export { ShownWords } from "./shown-words.ts";
export { sweepPackages } from "./sweep-packages.ts";
