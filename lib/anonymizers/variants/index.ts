import { keep } from "./keep.ts";

/** Every anonymization rule. A new one is its file and a line here. */
export const anonymizers = [keep] as const;
