import { allowedValues } from "./allowed-values.ts";
import { length } from "./length.ts";
import { pattern } from "./pattern.ts";
import { range } from "./range.ts";
import { unique } from "./unique.ts";

/** Every check. A new one is its file and a line here. */
export const checks = [range, length, pattern, allowedValues, unique] as const;
