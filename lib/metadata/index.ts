export {
  type CheckUse,
  type ColumnDocument,
  type ForeignKeyDocument,
  type ModuleDocument,
  moduleDocumentSchema,
  type RuleUse,
  type TableDocument,
} from "./document.ts";
export {
  type ColumnRef,
  type EffectiveColumn,
  effectiveColumn,
  parentOf,
  rootKey,
} from "./effective-column.ts";
