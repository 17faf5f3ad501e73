export { choicesPerValue } from "./choices.ts";
export type {
  AnonymizeContext,
  Anonymizer,
  AnonymizerProperties,
  InnerUse,
  Keyed,
  KeyStrategy,
  LengthLimit,
  MapContext,
  MapForm,
  MapValue,
  RowNeed,
  Uniqueness,
  ValueBounds,
} from "./definition.ts";
export { exampleKeyText, exampleLabel, exampleOutput } from "./example-outputs.ts";
export type { Hierarchy } from "./hierarchies/definition.ts";
export { findHierarchy, hierarchies } from "./hierarchies/index.ts";
export { keyedFunctions } from "./keyed-functions.ts";
export {
  type AnonymizerId,
  type AnonymizerUse,
  findAnonymizer,
  findKeyStrategy,
  isAcrossRows,
  isKeyed,
  keyStrategies,
  lengthLimitOf,
  mapFormOf,
  needsOf,
  showsPart,
  uniquenessOf,
} from "./registry.ts";
export { surrogate } from "./surrogate.ts";
export { anonymizers } from "./variants/index.ts";
