import { fakeNames } from "./fake/fake-names.ts";
import type { TextPattern } from "./patterns.ts";

/** Dates, addresses and Russian full names in free text. */

const space = "[ \\t\\x{a0}\\x{2009}\\x{202f}]";
const day = "(?:0?[1-9]|[12][0-9]|3[01])";
const monthNumber = "(?:0?[1-9]|1[0-2])";
const year = "(?:1[89]|20)[0-9]{2}";
const monthWord =
  "(?i:янв(?:аря|\\.)?|фев(?:раля|р?\\.)?|мар(?:та|\\.)?|апр(?:еля|\\.)?|мая|июн(?:я|\\.)?|июл(?:я|\\.)?|авг(?:уста|\\.)?|сен(?:тября|т?\\.)?|окт(?:ября|\\.)?|ноя(?:бря|б?\\.)?|дек(?:абря|\\.)?|jan(?:uary|\\.)?|feb(?:ruary|\\.)?|mar(?:ch|\\.)?|apr(?:il|\\.)?|may|june?\\.?|july?\\.?|aug(?:ust|\\.)?|sep(?:tember|t?\\.)?|oct(?:ober|\\.)?|nov(?:ember|\\.)?|dec(?:ember|\\.)?)";
const date = `(?:${day}[./-]${monthNumber}[./-](?:${year}|[0-9]{2})|${year}[./-]${monthNumber}[./-]${day}|${monthNumber}/${day}/${year}|${day}(?:st|nd|rd|th)?${space}{1,2}${monthWord}${space}{1,2}${year}|${monthWord}${space}{1,2}${day}(?:st|nd|rd|th)?,?${space}{1,2}${year})`;

/** Any complete date. */
export const datePattern: TextPattern = {
  guard: { matches: "[0-9]{2}" },
  pattern: `(^|[^0-9\\p{L}])${date}([^0-9]|$)`,
  keepsBefore: true,
  keepsAfter: true,
};

const bornBefore =
  "(?i:д\\.?[ ]?р\\.?|дата[ ]рождения|родил(?:ся|ась)|рожд(?:[её]н(?:а|ный|ная)?|ения|\\.)|born(?:[ ]on)?|birth(?:day|date)?|date[ ]of[ ]birth|dob)[\\s:—–-]{0,5}";
const bornAfter = `${space}{0,2}(?i:г\\.?${space}?р\\.?|года?${space}рождения|рождения)`;

/** A date that the words beside it call somebody's birth. */
export const birthDatePattern: TextPattern = {
  guard: { matches: "(?i)д\\.?[ ]?р|г\\.?[ ]?р|рожд|родил|born|birth|dob" },
  pattern: `(${bornBefore})${date}|${date}${bornAfter}`,
  keepsBefore: true,
};

const street =
  "(?i:ул(?:ица|ице|\\.)|просп(?:ект|екте|\\.)|пр-т|пр-кт|пер(?:еулок|еулке|\\.)|шоссе|ш\\.|наб(?:ережная|\\.)|б-р|бул(?:ьвар|\\.)|пл(?:ощадь|\\.)|мкр\\.?|проезд|туп(?:ик|\\.))";
const house = "(?i:дом|д\\.?|корпус|корп\\.?|к\\.?|строение|стр\\.?|квартира|кв\\.?|офис|оф\\.?|№)?";
const number = `[0-9]{1,4}\\p{L}?(?:/[0-9]{1,4})?`;
const proper = "[\\p{Lu}0-9][\\p{L}0-9.-]*";
const englishStreet =
  "(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Square|Sq|Place|Pl)";

/** Streets with house and flat, as Russian and English write them, and a postal code with its town. */
export const addressPattern: TextPattern = {
  guard: {
    matches:
      "(?i)ул|пр-|просп|пер|ш\\.|шоссе|наб|б-р|бул|пл|мкр|проезд|туп|[0-9] \\p{L}+ (?:\\p{L}+ ){0,2}\\p{L}|[0-9]{6},? ",
  },
  pattern: `(^|[^\\p{L}\\p{N}])(?:${street}${space}{0,2}${proper}(?:${space}\\p{Lu}[\\p{L}.-]*){0,3}(?:,?${space}{0,2}${house}${space}{0,2}${number}){0,4}|[0-9]{1,5}${space}(?:[A-Z][a-z]+${space}){1,3}${englishStreet}\\.?(?:,?${space}(?:Apt|Suite|Unit|#)\\.?${space}?[0-9A-Z]{1,5})?|[1-6][0-9]{5},?${space}(?:г\\.?${space}?|город${space})?\\p{Lu}\\p{Ll}+)([^\\p{L}\\p{N}]|$)`,
  keepsBefore: true,
  keepsAfter: true,
};

const patronymic =
  "(?:\\p{L}{2,20}(?i:(?:ович|евич|[ьи]ич)(?:а|у|ем|е)?|(?:овн|евн|иничн|ичн)(?:а|ы|е|у|ой|ою))|(?i:ильич|кузьмич|лукич|никитич|фомич|саввич)(?i:а|у|[её]м|е)?)";
const surname =
  "\\p{L}{2,25}(?i:ов|ев|[её]в|ин|ын|ова|ева|[её]ва|ина|ына|ский|цкий|ская|цкая|ских|ского|ской|скому|енко|чук|юк|ян|дзе|швили|шин|нин)(?i:а|у|ым|ом|е|ой|ую|ою)?";
const initials = "\\p{L}\\.[ \\x{a0}]?(?:\\p{L}\\.)?";

/** A first name without the ending that its cases change. */
const stem = (name: string): string => name.toLowerCase().replace(/[аяйь]$/, "");
const { first } = fakeNames.ru;
const stems = [...new Set([...first.female, ...first.male].map(stem))].filter(
  (word) => word.length > 2 && /^[а-яё-]+$/.test(word),
);
const firstName = `(?i:${stems.sort((a, b) => b.length - a.length).join("|")})(?i:а|я|й|ь|у|ю|е|и|ы|ом|ем|ей|ой|ии|ию|ия|ием)?`;

/**
 * Russian full names in any case and any letters, small ones too: a patronymic with the words before it, or a first name
 * of the dictionary beside something that ends like a surname or an initial.
 */
export const fullNamePattern: TextPattern = {
  guard: { matches: "(?i)ич|вна|чна|[ое]в|[иы]н|ск|цк|ко|ук|юк|ян|дзе|швили|\\p{L}\\." },
  pattern: `(^|[^\\p{L}])(?:(?:${surname}${space}{1,2})?\\p{L}{2,20}${space}{1,2}${patronymic}(?:${space}{1,2}${surname})?|${surname}${space}{1,2}${firstName}|${firstName}${space}{1,2}(?:${surname}|${initials}))([^\\p{L}]|$)`,
  keepsBefore: true,
  keepsAfter: true,
};
