import { constant } from "./constant.ts";
import { interpolate } from "./interpolate.ts";
import { keep } from "./keep.ts";
import { maximum } from "./maximum.ts";
import { mean } from "./mean.ts";
import { median } from "./median.ts";
import { minimum } from "./minimum.ts";
import { mode } from "./mode.ts";
import { next } from "./next.ts";
import { previous } from "./previous.ts";
import { reject } from "./reject.ts";

/** Every null strategy. A new one is its file and a line here. */
export const nullStrategies = [
  keep,
  reject,
  constant,
  mean,
  median,
  mode,
  minimum,
  maximum,
  previous,
  next,
  interpolate,
] as const;
