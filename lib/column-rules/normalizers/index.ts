import { letterCase } from "./case.ts";
import { collapseSpace } from "./collapse-space.ts";
import { email } from "./email.ts";
import { mapValues } from "./map-values.ts";
import { parseBoolean } from "./parse-boolean.ts";
import { parseDate } from "./parse-date.ts";
import { parseNumber } from "./parse-number.ts";
import { phone } from "./phone.ts";
import { postalAddress } from "./postal-address.ts";
import { pythonScript } from "./python-script.ts";
import { regexReplace } from "./regex-replace.ts";
import { round } from "./round.ts";
import { split } from "./split.ts";
import { stripAccents } from "./strip-accents.ts";
import { transliterate } from "./transliterate.ts";
import { trim } from "./trim.ts";
import { unicodeForm } from "./unicode-form.ts";
import { units } from "./units.ts";
import { url } from "./url.ts";

/** Every normalizer. A new one is its file and a line here. */
export const normalizers = [
  trim,
  collapseSpace,
  letterCase,
  unicodeForm,
  stripAccents,
  transliterate,
  regexReplace,
  split,
  parseDate,
  parseNumber,
  parseBoolean,
  units,
  mapValues,
  phone,
  email,
  url,
  postalAddress,
  round,
  pythonScript,
] as const;
