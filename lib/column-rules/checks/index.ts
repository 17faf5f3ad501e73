import { unique } from "./unique.ts";

/** Every check. A new one is its file and a line here. */
export const checks = [unique] as const;
