import type { z } from "zod";
import type { PrivacyModel } from "./definition.ts";
import { privacyModels } from "./variants/index.ts";

export type PrivacyModelId = (typeof privacyModels)[number]["id"];

type UseOf<D> = D extends { readonly id: infer Id; readonly params: infer S extends z.ZodType }
  ? { readonly rule: Id; readonly with: z.infer<S> }
  : never;
/** A privacy model with its parameters, one member per variant. */
export type ModelUse = UseOf<(typeof privacyModels)[number]>;

/** Undefined for an unknown id: there is no default. */
export const findPrivacyModel = (id: string): PrivacyModel | undefined =>
  privacyModels.find((model): boolean => model.id === id);
