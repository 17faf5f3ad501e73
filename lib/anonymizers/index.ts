export type { AnonymizeContext, Anonymizer, Keyed, KeyStrategy } from "./definition.ts";
