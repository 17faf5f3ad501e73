import type { z } from "zod";
import type { LossMetric } from "./definition.ts";
import { lossMetrics } from "./variants/index.ts";

export type LossMetricId = (typeof lossMetrics)[number]["id"];

type UseOf<D> = D extends { readonly id: infer Id; readonly params: infer S extends z.ZodType }
  ? { readonly rule: Id; readonly with: z.input<S> }
  : never;
/** A loss metric with its parameters, one member per variant. */
export type LossUse = UseOf<(typeof lossMetrics)[number]>;

/** Undefined for an unknown id: there is no default. */
export const findLossMetric = (id: string): LossMetric | undefined =>
  lossMetrics.find((metric): boolean => metric.id === id);
