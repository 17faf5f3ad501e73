import type { z } from "zod";
import type { Anonymizer, KeyStrategy, Uniqueness } from "./definition.ts";
import { surrogate } from "./surrogate.ts";
import { anonymizers } from "./variants/index.ts";

export type AnonymizerId = (typeof anonymizers)[number]["id"];

type UseOf<D> = D extends { readonly id: infer Id; readonly params: infer S extends z.ZodType }
  ? { readonly rule: Id; readonly with: z.infer<S> }
  : never;
/** A use of an anonymization rule with its own parameters, one member per variant. */
export type AnonymizerUse = UseOf<(typeof anonymizers)[number]>;

/**
 * Undefined for an unknown id: there is no default. Parse the parameters with the definition's own `params` before you
 * call its functions: their type is erased here.
 */
export const findAnonymizer = (id: string): Anonymizer | undefined =>
  anonymizers.find((rule): boolean => rule.id === id);

/** Whether different values stay different under these (parsed) parameters. */
export const uniquenessOf = <P>(
  rule: Pick<Anonymizer<string, P> | KeyStrategy<string, P>, "properties">,
  params: P,
): Uniqueness => {
  const { unique } = rule.properties;
  return typeof unique === "function" ? unique(params) : unique;
};

/** What a key column may be published by: `surrogate`, and every rule that can preserve uniqueness (ask `uniquenessOf`). */
export const keyStrategies: readonly (KeyStrategy | Anonymizer)[] = [
  surrogate,
  ...anonymizers.filter(
    ({ properties }) => typeof properties.unique === "function" || properties.unique === "preserved",
  ),
];

/** Undefined for an unknown id, and for a rule that never preserves uniqueness. */
export const findKeyStrategy = (id: string): KeyStrategy | Anonymizer | undefined =>
  keyStrategies.find((strategy) => strategy.id === id);
