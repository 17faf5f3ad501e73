import { sqlLanguage } from "./sql.ts";

/** Languages in which scripts of a module are written. */
export const scriptLanguages = [sqlLanguage] as const;
export type ScriptLanguageId = (typeof scriptLanguages)[number]["id"];

/** Undefined for an unknown id: there is no default language. */
export const findScriptLanguage = (id: string) => scriptLanguages.find((language) => language.id === id);
