export type {
  AnonymizeContext,
  Anonymizer,
  AnonymizerProperties,
  Keyed,
  KeyStrategy,
  Uniqueness,
} from "./definition.ts";
export { keyedFunctions } from "./keyed-functions.ts";
export {
  type AnonymizerId,
  type AnonymizerUse,
  findAnonymizer,
  findKeyStrategy,
  keyStrategies,
  uniquenessOf,
} from "./registry.ts";
export { surrogate } from "./surrogate.ts";
export { anonymizers } from "./variants/index.ts";
