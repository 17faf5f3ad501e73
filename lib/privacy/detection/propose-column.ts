import type { ColumnProposal, ColumnType } from "#lib/contracts";
import { detectKinds } from "./detect-kind.ts";
import type { ColumnProfile } from "./profile-column.ts";
import { coarseDate, drop } from "./suggestions.ts";

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
  const { datatype, normalize, anonymize } = coarseDate("month")({ type, isClean: true, dateFormats });
  return {
    privacyClass: "sensitive",
    ...(datatype ? { datatype } : {}),
    ...(normalize ? { normalize } : {}),
    anonymize,
    reason: months,
  };
}

function unknownText(type: ColumnType, profile: ColumnProfile): ColumnProposal {
  const { present, distinct, withSpaces, withDigits } = profile;
  const formats = Object.entries(profile.dates).filter(([, found]) => found > 0);
  const datedValues = formats.reduce((sum, [, found]) => sum + found, 0);
  if (datedValues >= datedShare * present && present > 0)
    return dated(
      type,
      formats.map(([format]) => format),
    );
  const isCategory =
    present >= fewValues && distinct <= mostCategories && distinct * rowsPerCategory <= present;
  return isCategory && withSpaces === 0 && withDigits === 0
    ? kept("A few words, each in many rows.", "Несколько слов, каждое во многих строках.")
    : leftOut("nobody has said what this text is", "никто не указал, что это за текст");
}

function unknownNumber(profile: ColumnProfile): ColumnProposal {
  if (profile.present < fewValues)
    return leftOut("too few values to tell what they are", "слишком мало значений, чтобы понять, что это");
  return profile.distinct * 2 > profile.present
    ? leftOut(
        "the numbers hardly repeat: they may identify",
        "числа почти не повторяются и могут быть номерами",
      )
    : kept("Numbers that repeat in many rows.", "Числа, которые повторяются во многих строках.");
}

/** Proposes a class and a rule, or leaves the column out: what detection does not understand never leaves. */
export function proposeColumn(column: string, type: ColumnType, profile: ColumnProfile): ColumnProposal {
  const [found] = detectKinds(column, type, profile);
  if (found) {
    const { kind, title, confidence, reason, privacyClass, datatype, normalize = [], anonymize } = found;
    const sure = `${Math.round(confidence * 100)} %`;
    return {
      kind,
      confidence: Math.round(confidence * 100) / 100,
      privacyClass,
      ...(datatype ? { datatype } : {}),
      ...(normalize.length > 0 ? { normalize } : {}),
      anonymize,
      reason: { en: `${title.en} (${sure}): ${reason.en}.`, ru: `${title.ru} (${sure}): ${reason.ru}.` },
    };
  }
  if (type.name === "boolean") return kept("Yes or no.", "Да или нет.");
  if (["date", "timestamp", "timestamp(tz)"].includes(type.name)) return dated(type, []);
  if (["integer", "decimal", "float"].includes(type.name)) return unknownNumber(profile);
  if (type.name === "string") return unknownText(type, profile);
  return leftOut("nobody has said what it is", "никто не указал, что это");
}
