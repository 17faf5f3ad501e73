export {
  compileAnonymize,
  compileDistinct,
  compileKeyMap,
  compileKeysRead,
  compileMapped,
  compileRepetition,
  compileScripted,
  compileValueMap,
} from "./anonymize/compile-anonymize.ts";
export {
  createPublished,
  createPublishedWith,
  selectLeaving,
  selectPublished,
  unhandledRows,
} from "./anonymize/compile-published.ts";
export { compileCollisions, declaredUnique } from "./anonymize/declared-unique.ts";
export { hierarchyLevels } from "./anonymize/hierarchy-rule.ts";
export {
  capacityOf,
  isKeyedPublication,
  isMapped,
  lookedUpColumns,
  mappedKeys,
  type Publication,
  publicationOf,
  publishedColumns,
  repeatableColumns,
  scriptOf,
} from "./anonymize/published-column.ts";
export { canonicalKey, canonicalText } from "./cast/canonical-text.ts";
export { castText, convert, toText } from "./cast/strict-cast.ts";
export { availableColumns } from "./cleanse/available-columns.ts";
export {
  compileCleanse,
  compileFlagCounts,
  flagCounts,
  flagWordBits,
  flagWords,
  nullBit,
  type StagedColumn,
  sourceOf,
} from "./cleanse/compile-cleanse.ts";
export { hasScript, type MadeValues, parameters, rejectingOrdinals } from "./cleanse/compile-column.ts";
export { nextScript, type ScriptStep } from "./cleanse/compile-script-input.ts";
export { createFittedRows, isFitted } from "./keys/compile-fitted.ts";
export {
  childrenOfRemoved,
  createNulledKeys,
  createSurviving,
  orphans,
} from "./keys/compile-foreign-key.ts";
export {
  type Contest,
  createRemoved,
  losingRows,
  olderWinners,
  remaining,
  removeRows,
  rowsOfRepeated,
  rowsWithoutKey,
  surplusRows,
} from "./keys/compile-primary-key.ts";
export { strangers } from "./keys/compile-reference.ts";
export * as tableNames from "./names.ts";
export { ancestors, foreignKeyPath, tablePlan } from "./plan/foreign-key-path.ts";
export type {
  ColumnPlan,
  ForeignKeyPlan,
  ModulePlan,
  PlannedRule,
  TableCheckPlan,
  TablePlan,
} from "./plan/module-plan.ts";
export { planModule } from "./plan/plan-module.ts";
export {
  classSizes,
  columnKey,
  countClasses,
  countsPersons,
  countsRows,
  createClasses,
  createSmallClasses,
  type DecidedLevels,
  dropClasses,
  populationClasses,
  quasiIdentifiers,
  rowsOfSmallClasses,
  worstClasses,
} from "./protect/compile-classes.ts";
export {
  countCombinations,
  createCombinations,
  dropCombinations,
  selectCombinations,
  selectMembers,
  selectSensitive,
} from "./protect/compile-combinations.ts";
export {
  applyCuts,
  createCuts,
  createRowCuts,
  cutPopulation,
  cutTables,
  dropCuts,
  selectLevelRows,
} from "./protect/compile-cuts.ts";
export {
  applyLevels,
  countUngeneralized,
  createValues,
  restoreUngeneralized,
  type SearchedColumn,
  searchedColumns,
  selectLabels,
  selectShares,
} from "./protect/compile-generalization.ts";
export { createPopulation } from "./protect/compile-population.ts";
export { compareReleases } from "./protect/compile-release.ts";
export {
  choices,
  classEntropies,
  ownQuasiIdentifiers,
  sizeCounts,
  smallestPopulation,
  uniqueShares,
} from "./protect/compile-risk.ts";
export {
  cleansedCells,
  contactKinds,
  countIdentifying,
  createKindSamples,
  dropKindSamples,
} from "./protect/compile-safe-harbor.ts";
export { createRowSample, dropRowSample } from "./protect/compile-sample.ts";
export {
  changedColumns,
  selectUtility,
} from "./protect/compile-utility.ts";
export { measureOf } from "./protect/model-measures.ts";
export {
  anonymizeShape,
  compileAnonymizeStack,
  type StackedRule,
  stackedRule,
} from "./stack/compile-anonymize-stack.ts";
export {
  cleanseShape,
  compileCleanseStack,
  flagOrdinals,
  isWrong,
} from "./stack/compile-cleanse-stack.ts";
export { loneColumns } from "./stack/lone-columns.ts";
export { type StackedColumn, stackColumns } from "./stack/stacked-column.ts";
export {
  compileBins,
  compileCategories,
  compileQuantiles,
  compileStatistics,
  tellsExtremes,
} from "./statistics/compile-statistics.ts";
