export {
  arrangeTables,
  type PictureId,
  type Place,
  placesOf,
  placeTables,
} from "./edits/canvas.ts";
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
export { all, type Edit, insert, move, put, set } from "./edits/edit.ts";
export { groupNode, groupOfNode, groupsOf, removeGroup, setGroup, type TableGroup } from "./edits/groups.ts";
export { removeHierarchy, renameHierarchy, setHierarchy } from "./edits/hierarchies.ts";
export {
  addForeignKey,
  changeForeignKey,
  type Link,
  removeForeignKey,
  setKeyStrategy,
  setPrimaryKey,
} from "./edits/keys.ts";
export { addPattern, changePattern, movePattern, removePattern } from "./edits/patterns.ts";
export { addProposed, freeName } from "./edits/proposed.ts";
export {
  addRule,
  type CopiedMember,
  type CopiedRules,
  copiedMembers,
  copyRules,
  pasteRules,
  type RuleList,
} from "./edits/rules.ts";
export {
  disableStep,
  duplicateStep,
  insertStep,
  moveStep,
  nameStep,
  removeStep,
  type StepsAt,
} from "./edits/steps.ts";
export { acceptSuggestions, type SuggestedColumn } from "./edits/suggestions.ts";
export {
  addTableCheck,
  addTables,
  moveTable,
  removeTables,
  renameTable,
  setTransformation,
} from "./edits/tables.ts";
export { addNullToken, disallowValue, hasAllowedValues, mapValue, type ValueAt } from "./edits/values.ts";
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
export { referenceOf } from "./reference-of.ts";
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
export { changedStages, modelsOf, stageOf } from "./stages.ts";
