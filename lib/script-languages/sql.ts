import type { ScriptLanguage } from "./definition.ts";

export const sqlLanguage: ScriptLanguage<"sql"> = {
  id: "sql",
  title: { en: "SQL", ru: "SQL" },
  summary: {
    en: "One SELECT: in the source's own dialect for an extraction, in DuckDB's for a transformation and over files.",
    ru: "Один SELECT: для извлечения — на диалекте источника, для преобразования и файлов — на диалекте DuckDB.",
  },
  editorLanguage: "sql",
  fileExtension: "sql",
  uses: ["extraction", "transformation"],
  template: {
    extraction: 'select *\nfrom "{table}"\n',
    transformation: 'select *\nfrom "{table}"\n',
  },
};
