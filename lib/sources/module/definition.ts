import { z } from "zod";
import { type Upstreams, upstreamVersionSchema } from "#lib/contracts";
import type { SourceDefinition } from "../definition.ts";

/** A published version as another module reads it: what it is, and where its own Parquet lies. Nobody types it. */
export const moduleConfigSchema = z.strictObject({
  version: upstreamVersionSchema,
  files: z.array(z.strictObject({ table: z.string(), path: z.string() })),
});
export type ModuleSourceConfig = z.infer<typeof moduleConfigSchema>;

/** Not among the kinds that somebody can add: every published version is one. */
export const moduleSource: SourceDefinition<"module", ModuleSourceConfig> = {
  id: "module",
  title: { en: "Version of a module", ru: "Версия модуля" },
  summary: {
    en: "Tables of a published version of another module, in DuckDB's dialect or Python. Columns bring their class and technique along.",
    ru: "Таблицы опубликованной версии другого модуля, на диалекте DuckDB или на Python. Колонки приносят с собой класс и метод.",
  },
  config: moduleConfigSchema,
  languages: ["sql", "python"],
  identifierQuote: '"',
  dialect: "duckdb",
};

/** The versions among bound sources, by the names a document has for them. */
export function upstreamsOf(
  sources: readonly { readonly name: string; readonly kind: string; readonly config: unknown }[],
): Upstreams {
  return new Map(
    sources
      .filter(({ kind }) => kind === moduleSource.id)
      .map(({ name, config }) => [name, moduleConfigSchema.parse(config).version]),
  );
}
