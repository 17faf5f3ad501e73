import { pythonLanguage } from "./python.ts";
import { sqlLanguage } from "./sql.ts";

/** Languages in which scripts of a module are written; the first is offered first. */
export const scriptLanguages = [sqlLanguage, pythonLanguage] as const;
export type ScriptLanguageId = (typeof scriptLanguages)[number]["id"];

/** Undefined for an unknown id: there is no default language. */
export const findScriptLanguage = (id: string) => scriptLanguages.find((language) => language.id === id);
