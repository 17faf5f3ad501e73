export type { Check, CompileContext, Normalizer, NullStrategy, RuleDocs, RuleExample } from "./definition.ts";
