import { type ColumnProposal, type ColumnType, formatColumnType } from "#lib/contracts";
import type { PersonalDataKind } from "./definition.ts";
import { detectKinds, kindByName } from "./detect-kind.ts";
import type { ColumnProfile } from "./profile-column.ts";
import { coarseDate, drop } from "./suggestions.ts";
import { says } from "./words-of.ts";
import { readingOf } from "./written-numbers.ts";

/** A word that stands for fewer rows of the sample may be a person's; more different words than these are no categories. */
const rowsPerCategory = 20;
const mostCategories = 20;
/** With fewer values a sample does not tell numbers from names. */
const fewValues = 50;
const datedShare = 0.9;

const leftOut = (en: string, ru: string): ColumnProposal => ({
  privacyClass: "sensitive",
  anonymize: drop,
  reason: { en: `Left out: ${en}.`, ru: `Не публикуется: ${ru}.` },
});

const kept = (en: string, ru: string): ColumnProposal => ({
  privacyClass: "insensitive",
  reason: { en, ru },
});

const months = {
  en: "A date: an event's day may tell whose it was, so the month is kept.",
  ru: "Дата: день события может выдать человека, поэтому остаётся месяц.",
};

function dated(type: ColumnType, dateFormats: readonly string[]): ColumnProposal {
  const { datatype, normalize, anonymize } = coarseDate("month")({ type, dateFormats });
  return {
    privacyClass: "sensitive",
    ...(datatype ? { datatype } : {}),
    ...(normalize ? { normalize } : {}),
    anonymize,
    reason: months,
  };
}

const isCategory = ({ present, distinct }: ColumnProfile): boolean =>
  present >= fewValues && distinct <= mostCategories && distinct * rowsPerCategory <= present;

function unknownText(column: string, type: ColumnType, profile: ColumnProfile): ColumnProposal {
  const { present, withSpaces, withDigits } = profile;
  const formats = Object.entries(profile.dates).filter(([, found]) => found > 0);
  const datedValues = formats.reduce((sum, [, found]) => sum + found, 0);
  if (datedValues >= datedShare * present && present > 0)
    return dated(
      type,
      formats.map(([format]) => format),
    );
  const reading = readingOf(profile.numbers, present);
  if (reading)
    return {
      ...writtenNumber(column, reading.type, profile),
      datatype: formatColumnType(reading.type),
      normalize: [...reading.normalize],
    };
  return isCategory(profile) && withSpaces === 0 && withDigits === 0
    ? kept("A few words, each in many rows.", "Несколько слов, каждое во многих строках.")
    : leftOut("nobody has said what this text is", "никто не указал, что это за текст");
}

/** Words of names that say that a number stands for something, however often it repeats. */
const identifying = [
  "id",
  "ид",
  "key",
  "no",
  "num",
  "number",
  "nr",
  "номер",
  "код",
  "code",
  "uid",
  "ref",
  "идентификатор",
  "табельный",
];

/** A number that stands for something: equal numbers stay equal within the module, and say nothing else. */
const numbered: ColumnProposal = {
  privacyClass: "sensitive",
  anonymize: { rule: "pseudonymize" },
  reason: {
    en: "The name says that it numbers something: a pseudonym instead.",
    ru: "Судя по названию, это номер чего-то: вместо него псевдоним.",
  },
};

/** Numbers in texts are passports and postcodes as often as counts: only the few that all rows share stay. */
function writtenNumber(column: string, type: ColumnType, profile: ColumnProfile): ColumnProposal {
  if (says(column, identifying) && type.name === "integer") return numbered;
  return isCategory(profile)
    ? kept("A few numbers, each in many rows.", "Несколько чисел, каждое во многих строках.")
    : leftOut(
        "numbers written as text, and nobody has said of what",
        "числа, записанные текстом, и никто не указал чего",
      );
}

function unknownNumber(column: string, type: ColumnType, profile: ColumnProfile): ColumnProposal {
  if (says(column, identifying) && type.name === "integer" && profile.present > 0) return numbered;
  if (profile.present < fewValues)
    return leftOut("too few values to tell what they are", "слишком мало значений, чтобы понять, что это");
  return profile.distinct * 2 > profile.present
    ? leftOut(
        "the numbers hardly repeat: they may identify",
        "числа почти не повторяются и могут быть номерами",
      )
    : kept("Numbers that repeat in many rows.", "Числа, которые повторяются во многих строках.");
}

/** The name says one thing and the values another: somebody has to look. */
const contradicted = ({ title, privacyClass }: PersonalDataKind): ColumnProposal => ({
  ...leftOut(
    `the name says “${title.en}”, but few of the sample's values look like it`,
    `название говорит «${title.ru}», но похожих значений в выборке мало`,
  ),
  privacyClass,
});

/** Proposes a class and a rule, or leaves the column out: what detection does not understand never leaves. */
export function proposeColumn(column: string, type: ColumnType, profile: ColumnProfile): ColumnProposal {
  const [found] = detectKinds(column, type, profile);
  if (found) {
    const { kind, title, confidence, reason, privacyClass, datatype, normalize = [], anonymize } = found;
    const sure = `${Math.round(confidence * 100)} %`;
    // Detectors find numbers and addresses surely, names only where they are written as such.
    const mayMiss = anonymize.rule === "redact-text";
    return {
      kind,
      confidence: Math.round(confidence * 100) / 100,
      privacyClass,
      ...(datatype ? { datatype } : {}),
      ...(normalize.length > 0 ? { normalize } : {}),
      ...(mayMiss ? { anonymize: drop, alternative: anonymize } : { anonymize }),
      reason: {
        en: `${title.en} (${sure}): ${reason.en}.${mayMiss ? " Left out: redact-text may miss a name in it." : ""}`,
        ru: `${title.ru} (${sure}): ${reason.ru}.${mayMiss ? " Не публикуется: redact-text может пропустить в нём имя." : ""}`,
      },
    };
  }
  const said = profile.present > 0 ? kindByName(column, type) : undefined;
  if (said) return contradicted(said);
  if (type.name === "boolean") return kept("Yes or no.", "Да или нет.");
  if (["date", "timestamp", "timestamp(tz)"].includes(type.name)) return dated(type, []);
  if (["integer", "decimal", "float"].includes(type.name)) return unknownNumber(column, type, profile);
  if (type.name === "string") return unknownText(column, type, profile);
  return leftOut("nobody has said what it is", "никто не указал, что это");
}
