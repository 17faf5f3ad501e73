import type { ScriptLanguage } from "./definition.ts";

export const pythonLanguage: ScriptLanguage<"python"> = {
  id: "python",
  title: { en: "Python", ru: "Python" },
  summary: {
    en: "Functions that take and return pandas DataFrames, in a sandbox without network and files: extract(source) with source.query(sql), source.read(name), source.get(path) for the bytes of a file, an object or a path of an API (256 MB at most), source.chunks(sql, rows=100_000) for what does not fit into memory (yield what you make of each); transform(df), whose further parameters name other tables, or transform_chunk(df) for large ones; rule(values) over a Series of one column; upload(tables, target) with tables[name], tables.chunks(name), target.write_table(name, df), target.put(path, bytes), target.execute(sql) and target.name, which returns how each table is read back.",
    ru: "Функции, которые принимают и возвращают DataFrame из pandas, в песочнице без сети и файлов: extract(source) с source.query(sql), source.read(name), source.get(path) для байтов файла, объекта или пути API (не больше 256 МБ), source.chunks(sql, rows=100_000) для того, что не помещается в память (yield для каждой порции); transform(df), где остальные параметры называют другие таблицы, или transform_chunk(df) для больших; rule(values) над Series одной колонки; upload(tables, target) с tables[name], tables.chunks(name), target.write_table(name, df), target.put(path, bytes), target.execute(sql) и target.name, которая возвращает, как прочитать каждую таблицу.",
  },
  editorLanguage: "python",
  fileExtension: "py",
  uses: ["extraction", "transformation", "rule", "upload"],
  template: {
    upload: `def upload(tables, target):
    for name in tables:
        target.write_table(name, tables.chunks(name))
    return {name: f'select * from "{target.name}"."{name}"' for name in tables}
`,
    extraction: 'def extract(source):\n    return source.query("""select * from {table}""")\n',
    transformation: "def transform(df):\n    return df\n",
    rule: "def rule(values):\n    return values\n",
  },
};
