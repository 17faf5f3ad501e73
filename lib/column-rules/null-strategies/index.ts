import { constant } from "./constant.ts";
import { keep } from "./keep.ts";
import { mean } from "./mean.ts";
import { median } from "./median.ts";
import { mode } from "./mode.ts";
import { reject } from "./reject.ts";

/** Every null strategy. A new one is its file and a line here. */
export const nullStrategies = [keep, reject, constant, mean, median, mode] as const;
