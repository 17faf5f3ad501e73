export type {
  AggregatedClasses,
  ClassColumn,
  Counts,
  HierarchyLevel,
  Persons,
  SensitiveColumn,
} from "./classes/aggregated-classes.ts";
export { codePlaces, codesFor } from "./classes/code-places.ts";
export { labelLevels } from "./classes/label-levels.ts";
export {
  type ColumnProfile,
  detectKinds,
  personalDataKinds,
  profiledColumn,
  profileQuery,
  profileTable,
  proposeColumn,
  readProfiles,
  rowsToProfile,
} from "./detection/index.ts";
export { readArxHierarchy, writeArxHierarchy } from "./hierarchies/arx-csv.ts";
export type { LossExample, LossMetric } from "./loss/definition.ts";
export { findLossMetric, type LossMetricId, type LossUse } from "./loss/registry.ts";
export { lossMetrics } from "./loss/variants/index.ts";
export type { PrivacyModel } from "./models/definition.ts";
export { findPrivacyModel, type ModelUse, type PrivacyModelId } from "./models/registry.ts";
export { privacyModels } from "./models/variants/index.ts";
export { type Risks, risksOf, riskThresholds, type SizeCount } from "./risk/risks-of.ts";
export { findGeneralization, measureGeneralization } from "./search/find-generalization.ts";
export { findPartition } from "./search/find-partition.ts";
export type {
  Generalization,
  GeneralizationRequest,
  GeneralizationResult,
  Partition,
  PartitionRequest,
  PartitionResult,
  SearchBudget,
} from "./search/generalization.ts";
export { lowestEqual } from "./search/lowest-equal.ts";
