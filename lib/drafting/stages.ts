import { type StageId, stageIds } from "#lib/contracts";
import { isObject, isSame, type Json, type JsonObject, type Path, readAt } from "./json.ts";
import type { DraftModule, DraftTable } from "./read-draft.ts";

const ofModule: Readonly<Record<string, StageId>> = {
  sources: "extract",
  patterns: "cleanse",
  policy: "anonymize",
  hierarchies: "anonymize",
  person: "protect",
  upload: "upload",
};

const ofTable: Readonly<Record<string, StageId>> = {
  extraction: "extract",
  transformation: "transform",
  checks: "cleanse",
  limits: "cleanse",
  primaryKey: "keys",
  foreignKeys: "keys",
  deduplicate: "keys",
  privacy: "protect",
  publish: "publish",
};

/** How a column leaves; all else of it is cleansing. */
const leaving = ["privacyClass", "anonymize", "hierarchy"] as const;

/** Problems that stand at a table or column as a whole. */
const ofCode: Readonly<Record<string, StageId>> = {
  "column-unclassed": "anonymize",
  "anonymization-missing": "anonymize",
  "key-not-published": "anonymize",
  "transformation-cycle": "transform",
  "quasi-identifiers-none": "protect",
  "quasi-identifiers-many": "protect",
  "quasi-identifier-keyed": "protect",
  "table-no-columns": "publish",
};

const known = (stages: Readonly<Record<string, StageId>>, key: string | number | undefined) =>
  typeof key === "string" && Object.hasOwn(stages, key) ? stages[key] : undefined;

/** The stage of a run that a place of a document decides, given the code of a problem that stands there. */
export function stageOf(path: Path, code?: string): StageId | undefined {
  const [root, , part, , member] = path;
  if (root !== "tables") return known(ofModule, root);
  const byCode = known(ofCode, code);
  if (byCode) return byCode;
  if (part !== "columns") return known(ofTable, part) ?? "extract";
  return leaving.some((one) => one === member) ? "anonymize" : "cleanse";
}

const picked = (object: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(
    keys.flatMap((key): [string, Json][] => {
      const value = readAt(object, [key]);
      return value === undefined ? [] : [[key, value]];
    }),
  );

const cleansing = ["from", "datatype", "normalize", "onCastFailure", "default", "nulls", "checks"] as const;

function ofColumns(module: DraftModule, table: DraftTable, members: readonly string[]): Json {
  return {
    columns: table.columns.map(({ json }) => picked(json, ["name", ...members])),
    patterns: module.patterns.map(({ json }) => picked(json, ["match", ...members])),
  };
}

/** What a stage does with a table, as the document says it: equal where it decides nothing else. Words for people are left out. */
const contents: Readonly<Record<StageId, (module: DraftModule, table: DraftTable) => Json>> = {
  extract: (module, table) => ({
    ...picked(table.json, ["extraction"]),
    sources: module.sources.filter(({ name }) => name === table.source).map(({ json }) => json),
  }),
  transform: (_, table) => picked(table.json, ["transformation"]),
  cleanse: (module, table) => [ofColumns(module, table, cleansing), picked(table.json, ["checks", "limits"])],
  keys: (_, table) => picked(table.json, ["primaryKey", "foreignKeys", "deduplicate"]),
  anonymize: (module, table) => [
    ofColumns(module, table, leaving),
    picked(module.json, ["hierarchies", "policy"]),
  ],
  protect: (module, table) => [picked(table.json, ["privacy"]), picked(module.json, ["person"])],
  upload: (module) => picked(module.json, ["upload"]),
  publish: (_, table) => table.isPublished,
};

/** The stages that do something else with a table than they did before; all of them for a table that was not there. */
export function changedStages(before: DraftModule, now: DraftModule, table: DraftTable): readonly StageId[] {
  const old = before.tables.find(({ name }) => name === table.name);
  if (!old) return stageIds;
  return stageIds.filter((stage) => {
    const content = contents[stage];
    return !isSame(content(before, old), content(now, table));
  });
}

/** The privacy models of a table by the keys they have in the document, unfinished ones too. */
export const modelsOf = (table: DraftTable): JsonObject => {
  const privacy = readAt(table.json, ["privacy"]);
  return isObject(privacy) ? privacy : {};
};
