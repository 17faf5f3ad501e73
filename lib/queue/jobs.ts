import { z } from "zod";

/** Jobs by name. A payload is ids only: the row it names carries the truth, and a queue is read by many. */
export const jobs = {
  run: {
    payload: z.strictObject({ runId: z.uuid() }),
    /**
     * How often a run may be delivered. The run itself counts its failures; this only ends what never gets that far.
     */
    deliveries: 20,
  },
  /** Moves versions between stores; each version that has been moved stays so. */
  move: { payload: z.strictObject({ moveId: z.uuid() }), deliveries: 20 },
} as const satisfies Readonly<Record<string, JobDefinition>>;

interface JobDefinition {
  readonly payload: z.ZodType<object>;
  readonly deliveries: number;
}

export type JobName = keyof typeof jobs;
export type JobPayload<N extends JobName> = z.infer<(typeof jobs)[N]["payload"]>;
