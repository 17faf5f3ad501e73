export type { EnginePlace } from "./duckdb/engine-error.ts";
export { type Engine, type EngineOptions, type EngineRow, openEngine } from "./duckdb/open-engine.ts";
