export { checks } from "./checks/index.ts";
export {
  type ClusterEngine,
  type ClusterSearch,
  findClusters,
  type ValueClusters,
} from "./clusters/find-clusters.ts";
export { type Cluster, pairsOf } from "./clusters/merge-clusters.ts";
export { type ClusterMethodId, clusterMethods } from "./clusters/methods.ts";
export {
  type Check,
  type CompileContext,
  type Constraint,
  type Normalizer,
  type NullStrategy,
  type RuleDocs,
  type RuleExample,
  returnsOf,
} from "./definition.ts";
export { normalizers } from "./normalizers/index.ts";
export { isPlain, trimmed } from "./normalizers/white-space.ts";
export { groupingOf } from "./null-strategies/fitted-params.ts";
export { nullStrategies } from "./null-strategies/index.ts";
export {
  type CheckId,
  type CheckUse,
  findCheck,
  findNormalizer,
  findNullStrategy,
  type NormalizerId,
  type NormalizerUse,
  type NullStrategyId,
  type NullStrategyUse,
} from "./registry.ts";
export {
  type GateFinding,
  policiesOf,
  type TableCheck,
} from "./table-checks/definition.ts";
export type {
  ExampleFigures,
  ExampleRows,
  GateExample,
  RowsExample,
  WholeTableExample,
} from "./table-checks/examples.ts";
export { findTableCheck, tableChecks } from "./table-checks/index.ts";
export { duckdbType, typedLiteral } from "./typed-literal.ts";
