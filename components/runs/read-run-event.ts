import { z } from "zod";
import { type RunEvent, type RunState, runEventSchema, runStateSchema } from "#lib/contracts";

const stateSchema = z.object({ state: runStateSchema });

/** An event as the stream sends it; nothing where it is none that this build knows. */
export const readRunEvent = (text: string): RunEvent | undefined =>
  runEventSchema.safeParse(JSON.parse(text)).data;

export const readRunState = (text: string): RunState | undefined =>
  stateSchema.safeParse(JSON.parse(text)).data?.state;
