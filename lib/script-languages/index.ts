export type { ScriptLanguage, ScriptUse } from "./definition.ts";
export { findScriptLanguage, type ScriptLanguageId, scriptLanguages } from "./registry.ts";
