import { keep } from "./keep.ts";
import { reject } from "./reject.ts";

/** Every null strategy. A new one is its file and a line here. */
export const nullStrategies = [keep, reject] as const;
