export type { Engine, EngineOptions, EngineRow, EngineValue } from "./duckdb/open-engine.ts";
