import { z } from "zod";
import { stageIdSchema } from "./vocabulary.ts";

export const eventLevelSchema = z.enum(["info", "warning", "error"]);

/** What happened in a run: structured, kept, streamed. `seq` grows by one within a run. Never holds a raw value. */
export const runEventSchema = z.object({
  seq: z.number().int().nonnegative(),
  at: z.iso.datetime(),
  attempt: z.number().int().positive(),
  level: eventLevelSchema,
  kind: z.enum(["run", "stage-started", "stage-finished", "progress", "message"]),
  stage: stageIdSchema.optional(),
  table: z.string().optional(),
  /** Rows handled so far in this stage and table. */
  rows: z.number().int().nonnegative().optional(),
  /** Rows expected, where an estimate exists. */
  total: z.number().int().nonnegative().optional(),
  /** A key of `eventMessages`, filled with `params`. */
  message: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});
export type RunEvent = z.infer<typeof runEventSchema>;
/** An event before the journal gives it its number, time and attempt. */
export type NewRunEvent = Omit<RunEvent, "seq" | "at" | "attempt" | "params"> & {
  params?: RunEvent["params"];
};
