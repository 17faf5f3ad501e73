import type { z } from "zod";
import { checks } from "./checks/index.ts";
import type { Check, Normalizer, NullStrategy } from "./definition.ts";
import { normalizers } from "./normalizers/index.ts";
import { nullStrategies } from "./null-strategies/index.ts";

export type NormalizerId = (typeof normalizers)[number]["id"];
export type NullStrategyId = (typeof nullStrategies)[number]["id"];
export type CheckId = (typeof checks)[number]["id"];

/** A use of a rule with its own parameters, one member per variant. */
type UseOf<D> = D extends { readonly id: infer Id; readonly params: infer S extends z.ZodType }
  ? { readonly rule: Id; readonly with: z.infer<S> }
  : never;
export type NormalizerUse = UseOf<(typeof normalizers)[number]>;
export type NullStrategyUse = UseOf<(typeof nullStrategies)[number]>;
export type CheckUse = UseOf<(typeof checks)[number]>;

// Parse the parameters with the definition's own `params` before you call its functions: their type is erased here.

/** Undefined for an unknown id: there is no default. */
export const findNormalizer = (id: string): Normalizer | undefined =>
  normalizers.find((rule): boolean => rule.id === id);
/** Undefined for an unknown id: there is no default. */
export const findNullStrategy = (id: string): NullStrategy | undefined =>
  nullStrategies.find((rule): boolean => rule.id === id);
/** Undefined for an unknown id: there is no default. */
export const findCheck = (id: string): Check | undefined => checks.find((rule): boolean => rule.id === id);
