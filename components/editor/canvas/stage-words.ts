import type { StageId } from "#lib/contracts";
import { type DraftModule, type DraftTable, isObject, modelsOf, readAt } from "#lib/drafting";
import { findScriptLanguage, scriptLanguages } from "#lib/script-languages";
import type { Leaving } from "./leaving.ts";

/** The texts that say what a stage does with a table; each is a message under `editor.canvas.words`. */
export const wordKeys = [
  "extracted",
  "noExtraction",
  "noOrigin",
  "script",
  "reads",
  "asExtracted",
  "normalizers",
  "checks",
  "tableChecks",
  "columns",
  "key",
  "noKey",
  "foreignKeys",
  "deduplicated",
  "masked",
  "dropped",
  "kept",
  "unclassed",
  "nothingPersonal",
  "kAnonymity",
  "kMap",
  "lDiversity",
  "tCloseness",
  "deltaDisclosure",
  "noModel",
  "stores",
  "onlyRecord",
  "published",
  "feedsOthers",
] as const;

export interface StageWord {
  readonly key: (typeof wordKeys)[number];
  readonly values?: Readonly<Record<string, string | number>>;
}

/** What is read of a table once for all its stages. */
export interface StageContext {
  readonly draft: DraftModule;
  readonly leaving: Leaving;
  /** Names of tables that its transformation reads, others than itself. */
  readonly reads: readonly string[];
}

const counted = (key: StageWord["key"], count: number): readonly StageWord[] =>
  count > 0 ? [{ key, values: { count } }] : [];

const or = (words: readonly StageWord[], otherwise: StageWord): readonly StageWord[] =>
  words.length > 0 ? words : [otherwise];

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function protection(table: DraftTable): readonly StageWord[] {
  const models = modelsOf(table);
  const figures: readonly (readonly [StageWord["key"], readonly string[]])[] = [
    ["kAnonymity", ["kAnonymity"]],
    ["kMap", ["kMap", "k"]],
    ["lDiversity", ["lDiversity", "l"]],
    ["tCloseness", ["tCloseness", "t"]],
    ["deltaDisclosure", ["deltaDisclosure", "delta"]],
  ];
  return figures.flatMap(([key, path]): StageWord[] => {
    const figure = readAt(models, path);
    return typeof figure === "number" ? [{ key, values: { figure } }] : [];
  });
}

/** The language of a table's script, by its id where it is none of ours; a draft that names none yet gets the first one. */
const languageOf = ({ json }: DraftTable, use: "extraction" | "transformation"): string => {
  const id = readAt(json, [use, "language"]);
  return typeof id === "string" ? (findScriptLanguage(id)?.title.en ?? id) : scriptLanguages[0].title.en;
};

type Words = (table: DraftTable, context: StageContext) => readonly StageWord[];

const byStage: Readonly<Record<StageId, Words>> = {
  extract: (table) => {
    const { source = "–", extraction } = table;
    if (extraction !== undefined)
      return [{ key: "extracted", values: { language: languageOf(table, "extraction"), source } }];
    return [{ key: table.transformation === undefined ? "noOrigin" : "noExtraction" }];
  },
  transform: (table, { reads }) => {
    if (table.transformation === undefined) return [{ key: "asExtracted" }];
    const language = languageOf(table, "transformation");
    return reads.length > 0
      ? [{ key: "reads", values: { language, tables: reads.join(", ") } }]
      : [{ key: "script", values: { language } }];
  },
  cleanse: ({ columns, checks }) =>
    or(
      [
        ...counted("normalizers", sum(columns.map(({ normalize }) => normalize.length))),
        ...counted("checks", sum(columns.map((column) => column.checks.length))),
        ...counted("tableChecks", checks.length),
      ],
      { key: "columns", values: { count: columns.length } },
    ),
  keys: ({ primaryKey, strategy, foreignKeys, json }) => [
    primaryKey.length > 0
      ? { key: "key", values: { columns: primaryKey.join(", "), rule: strategy?.rule ?? "–" } }
      : { key: "noKey" },
    ...counted("foreignKeys", foreignKeys.length),
    ...(isObject(json.deduplicate) ? [{ key: "deduplicated" } as const] : []),
  ],
  anonymize: (_, { leaving }) =>
    or(
      [
        ...counted("masked", leaving.masked),
        ...counted("dropped", leaving.dropped),
        ...counted("kept", leaving.kept),
        ...counted("unclassed", leaving.unclassed),
      ],
      { key: "nothingPersonal" },
    ),
  protect: (table) => or(protection(table), { key: "noModel" }),
  upload: (_, { draft }) => {
    const target = readAt(draft.json, ["upload", "script", "store"]);
    const stores = [...draft.stores, ...(typeof target === "string" && target !== "" ? [target] : [])];
    return stores.length > 0
      ? [{ key: "stores", values: { stores: stores.join(", ") } }]
      : [{ key: "onlyRecord" }];
  },
  publish: ({ isPublished }) => [{ key: isPublished ? "published" : "feedsOthers" }],
};

/** What a stage does with a table, in a few words. */
export const stageWords = (stage: StageId, table: DraftTable, context: StageContext): readonly StageWord[] =>
  byStage[stage](table, context);

/** Stages at which nothing happens to a table: drawn, so that the order is plain, and quiet. */
const quiet: ReadonlySet<StageWord["key"]> = new Set([
  "noExtraction",
  "asExtracted",
  "noKey",
  "nothingPersonal",
  "noModel",
  "onlyRecord",
  "feedsOthers",
]);
export const isQuiet = (words: readonly StageWord[]): boolean =>
  words.length === 1 && words.every(({ key }) => quiet.has(key));
