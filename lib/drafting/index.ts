export {
  addColumn,
  type ColumnAt,
  type ColumnChange,
  changeColumns,
  columnPath,
  removeColumns,
  renameColumn,
  setAnonymization,
  setMember,
} from "./edits/columns.ts";
export { all, type Edit, insert, move, set } from "./edits/edit.ts";
export { addForeignKey, type Link, removeForeignKey, setKeyStrategy, setPrimaryKey } from "./edits/keys.ts";
export { addPattern, changePattern, movePattern, removePattern } from "./edits/patterns.ts";
export {
  addRule,
  type CopiedMember,
  type CopiedRules,
  copiedMembers,
  copyRules,
  pasteRules,
  type RuleList,
} from "./edits/rules.ts";
export { acceptSuggestions, type SuggestedColumn } from "./edits/suggestions.ts";
export { addTables, removeTables, renameTable } from "./edits/tables.ts";
export { goTo, type History, redo, type Snapshot, steps, undo } from "./history.ts";
export { isObject, isSame, type Json, type JsonObject, type Path, readAt } from "./json.ts";
export {
  type Conflict,
  type Merged,
  mayKeepBoth,
  merge,
  type Resolution,
  resolutions,
  resolve,
} from "./merge.ts";
export {
  type DraftColumn,
  type DraftForeignKey,
  type DraftModule,
  type DraftPattern,
  type DraftRule,
  type DraftTable,
  readDraft,
} from "./read-draft.ts";
export {
  decide,
  documentOf,
  isAhead,
  perform,
  type Session,
  type Synced,
  saved,
  startSession,
  step,
  takeOver,
} from "./session.ts";
export { applySheet, compareSheet, type SheetChange, type SheetDiff } from "./sheet/compare-sheet.ts";
export {
  readSheet,
  type SheetField,
  type SheetLine,
  sheetFields,
  sheetOf,
  writeSheetCsv,
  writeSheetJson,
} from "./sheet/sheet.ts";
