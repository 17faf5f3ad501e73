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
export { removeHierarchy, renameHierarchy, setHierarchy } from "./edits/hierarchies.ts";
export { addForeignKey, changeForeignKey, type Link, removeForeignKey, setPrimaryKey } from "./edits/keys.ts";
export { addProposed, freeName } from "./edits/proposed.ts";
export { duplicateStep, insertStep, moveStep, removeStep, type StepsAt } from "./edits/steps.ts";
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
export { changedStages, modelsOf, stageOf } from "./stages.ts";
