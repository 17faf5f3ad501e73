import { findAnonymizer, findKeyStrategy } from "#lib/anonymizers";
import type { RuleUse } from "../document.ts";

/** Techniques whose output shows nothing of the value, whatever their parameters: a constant, or a function of a key. */
export const hidingTechniques = [
  "drop",
  "redact",
  "null",
  "pseudonymize",
  "encrypt",
  "fpe",
  "identifier",
  "fake",
  "surrogate",
] as const;

/**
 * Whether a rule hides its values from whoever may write the rule: then what it makes may be seen before anybody has
 * approved it. A condition does not, though its branches may: it tells which of them a row took.
 */
export function hidesValues(use: RuleUse): boolean {
  const definition = findKeyStrategy(use.rule) ?? findAnonymizer(use.rule);
  return hidingTechniques.some((technique) => technique === definition?.technique.etlx);
}
