import { averageClassSize } from "./average-class-size.ts";
import { discernibility } from "./discernibility.ts";
import { granularity } from "./granularity.ts";
import { nonUniformEntropy } from "./non-uniform-entropy.ts";

/** Every loss metric. A new one is its file and a line here. */
export const lossMetrics = [granularity, nonUniformEntropy, discernibility, averageClassSize] as const;
