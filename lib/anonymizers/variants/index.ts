import { columnScript } from "./column-script.ts";
import { conditionalOver } from "./conditional.ts";
import { dateShift } from "./date-shift.ts";
import { drop } from "./drop.ts";
import { encrypt } from "./encrypt.ts";
import { fake } from "./fake.ts";
import { fpe } from "./fpe.ts";
import { generalizeCategory } from "./generalize-category.ts";
import { generalizeDate } from "./generalize-date.ts";
import { generalizeGeo } from "./generalize-geo.ts";
import { generalizeIp } from "./generalize-ip.ts";
import { generalizeNumber } from "./generalize-number.ts";
import { generalizePrefix } from "./generalize-prefix.ts";
import { identifier } from "./identifier.ts";
import { keep } from "./keep.ts";
import { mask } from "./mask.ts";
import { noise } from "./noise.ts";
import { nullRule } from "./null-rule.ts";
import { pseudonymize } from "./pseudonymize.ts";
import { pythonScript } from "./python-script.ts";
import { redact } from "./redact.ts";
import { redactText } from "./redact-text.ts";
import { round } from "./round.ts";
import { shuffle } from "./shuffle.ts";
import { topBottomCode } from "./top-bottom-code.ts";

/** A new rule is its file and a line here. */
const plain = [
  keep,
  drop,
  redact,
  nullRule,
  mask,
  pseudonymize,
  encrypt,
  fpe,
  identifier,
  generalizeDate,
  generalizeNumber,
  dateShift,
  fake,
  noise,
  redactText,
  generalizeCategory,
  generalizePrefix,
  generalizeIp,
  generalizeGeo,
  round,
  topBottomCode,
  shuffle,
  columnScript,
  pythonScript,
] as const;

/** Every anonymization rule: those above, and the one that chooses between them. */
export const anonymizers = [...plain, conditionalOver(plain)] as const;
