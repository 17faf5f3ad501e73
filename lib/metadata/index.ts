export { type ApprovalInput, approvalContent, ruleVersions } from "./approval-content.ts";
export {
  type Bindings,
  bindDocument,
  bindSources,
  type PlaceNames,
  placeNames,
  unboundNames,
} from "./bind-document.ts";
export { declaredSources, moduleSources } from "./declared-sources.ts";
export { asksForDistinct, type KnownFigures } from "./diagnostics/capacity.ts";
export { type DiagnoseOptions, diagnose } from "./diagnostics/diagnose.ts";
export { driftOf } from "./diagnostics/drift.ts";
export { type IncrementalProblem, incrementalProblems } from "./diagnostics/incremental.ts";
export { type DiagnosticCode, diagnosticMessages } from "./diagnostics/messages.ts";
export type { KnownPlaces } from "./diagnostics/places.ts";
export { ruleProblems } from "./diagnostics/rule-problems.ts";
export { type RuleKind, ruleKinds } from "./diagnostics/rule-use.ts";
export { checkValues } from "./diagnostics/values.ts";
export { changeKinds, type DocumentChange } from "./diff/changes.ts";
export { diffDocuments } from "./diff/diff-documents.ts";
export {
  type CheckUse,
  type ColumnDocument,
  documentParts,
  enabledSteps,
  type ForeignKeyDocument,
  type HierarchyUse,
  type ModuleDocument,
  moduleDocumentSchema,
  type PrivacyDocument,
  type RuleUse,
  type Step,
  type TableCheckUse,
  type TableDocument,
  type UploadScriptDocument,
} from "./document.ts";
export { draftSchema } from "./draft.ts";
export { fitsInto, type SeenSource } from "./drift/source-drift.ts";
export { type EffectiveColumn, effectiveColumn, rootKey } from "./effective-column.ts";
export { inheritClasses, inheritedReason } from "./inherit/inherit-classes.ts";
export { type Inherited, isWeaker, Origins } from "./inherit/origins.ts";
export { etlxNamespace, moduleContext, toModuleJsonLd } from "./json-ld/terms.ts";
export { documentJsonSchema } from "./json-schema/document-json-schema.ts";
export { keyTexts } from "./json-schema/key-texts.ts";
export { type LinkageDomain, linkageDomains } from "./linkage-domains.ts";
export { locate, locateSyntaxError, type TextPlace } from "./locate.ts";
export { documentFormat, migrate } from "./migrate.ts";
export { type ColumnRef, parentOf, parentOf as resolveForeignKey } from "./parent-of.ts";
export { parseDocument } from "./parse-document.ts";
export { applyPatterns, fitsPattern, withPattern } from "./pattern-rules.ts";
export { hidesValues, hidingTechniques } from "./policy/hides-values.ts";
export {
  generalizing,
  hipaaSafeHarbor,
  judgeSafeHarbor,
  type PolicyProfileId,
  policyLabels,
  policyProfileIds,
  policyProfiles,
  profilesOf,
  refusedRules,
  type SafeHarborColumn,
} from "./policy/index.ts";
export { modelColumn, type RequiredModel, requiredModels } from "./required-models.ts";
export { reachable, tableOrder, tablesRead } from "./table-order.ts";
export { type UsableDocument, usableDocument } from "./usable-document.ts";
export { pythonStages, usesPython } from "./uses-python.ts";
export {
  type ArtefactLookup,
  closeValues,
  type OpenedDocument,
  type OpenedValues,
  openValues,
} from "./values/replace-values.ts";
export {
  clearPlaces,
  countOf,
  referencePlaces,
  type ValuePlace,
  valuePlaces,
} from "./values/value-places.ts";
