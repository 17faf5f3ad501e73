import { letterCase } from "./case.ts";
import { collapseSpace } from "./collapse-space.ts";
import { mapValues } from "./map-values.ts";
import { parseBoolean } from "./parse-boolean.ts";
import { parseDate } from "./parse-date.ts";
import { parseNumber } from "./parse-number.ts";
import { trim } from "./trim.ts";

/** Every normalizer. A new one is its file and a line here. */
export const normalizers = [
  trim,
  collapseSpace,
  letterCase,
  parseDate,
  parseNumber,
  parseBoolean,
  mapValues,
] as const;
