import type { Text } from "#lib/kernel";

/** Where a script of a module may stand. */
export type ScriptUse = "extraction" | "transformation" | "upload" | "rule";

export interface ScriptLanguage<Id extends string = string> {
  readonly id: Id;
  readonly title: Text;
  /** What the language is per use: the source's own dialect, the engine's. */
  readonly summary: Text;
  /** The language's id in the text editor (Monaco). */
  readonly editorLanguage: string;
  readonly fileExtension: string;
  readonly uses: readonly ScriptUse[];
  /** A first script for an empty editor; `{table}` is filled, and `{tables}` with the names of all published ones as texts of SQL. */
  readonly template: Readonly<Partial<Record<ScriptUse, string>>>;
}
