import type { z } from "zod";
import type { ColumnType } from "#lib/contracts";
import type { Anonymizer, KeyStrategy, LengthLimit, MapForm, RowNeed, Uniqueness } from "./definition.ts";
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

/** Whether output depends on a key under these (parsed) parameters. */
export const isKeyed = <P>(
  rule: Pick<Anonymizer<string, P> | KeyStrategy<string, P>, "properties">,
  params: P,
): boolean => {
  const { keyed } = rule.properties;
  return typeof keyed === "function" ? keyed(params) : keyed;
};

const holds = <P>(property: boolean | ((params: P) => boolean) | undefined, params: P): boolean =>
  typeof property === "function" ? property(params) : (property ?? false);

/** Whether characters of the value stay readable. */
export const showsPart = <P>(rule: Pick<Anonymizer<string, P>, "properties">, params: P): boolean =>
  holds(rule.properties.showsPart, params);

/** Whether output depends on other rows of the table. */
export const isAcrossRows = <P>(rule: Pick<Anonymizer<string, P>, "properties">, params: P): boolean =>
  holds(rule.properties.acrossRows, params);

/** At most how many characters a published text has; undefined where nothing is promised. */
export const lengthLimitOf = <P>(
  rule: Pick<Anonymizer<string, P>, "properties">,
  params: P,
): LengthLimit | undefined => {
  const { length } = rule.properties;
  return typeof length === "function" ? length(params) : length;
};

/** What the rule asks of its row. */
export const needsOf = <P>(rule: Pick<Anonymizer<string, P>, "needs">, params: P): readonly RowNeed[] => {
  const { needs } = rule;
  return typeof needs === "function" ? needs(params) : (needs ?? []);
};

/** The form in which a rule is applied under these (parsed) parameters: values in and out, or none where it is SQL. */
export const mapFormOf = <P>(
  rule: Pick<Anonymizer<string, P>, "compile" | "map">,
  params: P,
  type: ColumnType,
): MapForm<P> | undefined => {
  const { map, compile } = rule;
  return map && (compile === undefined || map.when?.(params, type)) ? map : undefined;
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
