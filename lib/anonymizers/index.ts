export type { AnonymizeContext, Anonymizer, Keyed, KeyStrategy } from "./definition.ts";
export { keyedFunctions } from "./keyed.ts";
