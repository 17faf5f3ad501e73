export type { Engine, EngineOptions, EngineRow, EngineValue, Lane } from "./duckdb/open-engine.ts";
