import { dateShift } from "./date-shift.ts";
import { drop } from "./drop.ts";
import { fake } from "./fake.ts";
import { generalizeDate } from "./generalize-date.ts";
import { generalizeNumber } from "./generalize-number.ts";
import { keep } from "./keep.ts";
import { mask } from "./mask.ts";
import { noise } from "./noise.ts";
import { pseudonymize } from "./pseudonymize.ts";
import { redact } from "./redact.ts";
import { redactText } from "./redact-text.ts";

/** Every anonymization rule. A new one is its file and a line here. */
export const anonymizers = [
  keep,
  drop,
  redact,
  mask,
  pseudonymize,
  generalizeDate,
  generalizeNumber,
  dateShift,
  fake,
  noise,
  redactText,
] as const;
