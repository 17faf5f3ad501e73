import type { ScriptLanguage } from "./definition.ts";

export const sqlLanguage: ScriptLanguage<"sql"> = {
  id: "sql",
  title: { en: "SQL", ru: "SQL" },
  summary: {
    en: "One SELECT: in the source's own dialect for an extraction, in DuckDB's for a transformation and over files. An upload is any statements in a PostgreSQL store's dialect; its last one gives a row (table, text) for each published table.",
    ru: "Один SELECT: для извлечения — на диалекте источника, для преобразования и файлов — на диалекте DuckDB. Выгрузка — любые операторы на диалекте хранилища PostgreSQL; последний даёт строку (table, text) для каждой публикуемой таблицы.",
  },
  editorLanguage: "sql",
  fileExtension: "sql",
  uses: ["extraction", "transformation", "upload"],
  template: {
    upload: `-- The published tables stand here under their own names, in a schema of this run's own.
-- Put them where they are to stay; the last statement says how each is read back.
select name as "table", format('select * from %I.%I', current_setting('etlx.run'), name) as text
from unnest(array[{tables}]) as name
`,
    extraction: 'select *\nfrom "{table}"\n',
    transformation: 'select *\nfrom "{table}"\n',
  },
};
