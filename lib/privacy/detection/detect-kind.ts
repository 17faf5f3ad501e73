import { findAnonymizer } from "#lib/anonymizers";
import { type ColumnType, type PrivacyClass, parseColumnType } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import type { PersonalDataKind, Suggestion } from "./definition.ts";
import { codes, otherNumbers } from "./other-numbers.ts";
import { type ColumnProfile, kindsFor } from "./profile-column.ts";
import { drop } from "./suggestions.ts";
import { begins, hintsAt, isOneWord, says, timesSaid } from "./words-of.ts";

/** A kind of personal data that a column seems to hold, and what could be done about it. */
export interface Detection extends Suggestion {
  readonly kind: string;
  readonly title: Text;
  /** 0–1 */
  readonly confidence: number;
  /** Shares and words about the name; never a value. */
  readonly reason: Text;
  readonly privacyClass: PrivacyClass;
}

/**
 * Votes are log-odds and add up (naive Bayes): most columns are of no given kind; a name that says the kind outweighs that,
 * one that hints at it does with the values' help, and one of another thing takes both back.
 */
const votes = {
  prior: -3,
  strongName: 5,
  weakName: 2.5,
  onlyCut: 3.5,
  otherName: -4.5,
  noPerson: -9,
  numbersSomething: -2,
  digitsInWords: -4,
} as const;
/** Of values of the kind, the share that is written well enough to be seen: sources are dirty. */
const wellWritten = 0.85;
/** The least confidence that is told. */
const least = 0.6;
/** Shares of well-formed values from which the rest may go to quarantine. */
const cleanShare = 0.99;

function nameVote(kind: PersonalDataKind, column: string): number {
  const { names, isNumber } = kind;
  const noPersons = names.noPersons ?? [];
  if (says(column, noPersons) || hintsAt(column, noPersons)) return votes.noPerson;
  const numbersOther = says(column, otherNumbers) || begins(column, otherNumbers);
  const isOther = says(column, names.against ?? []) || (isNumber && numbersOther);
  const against = isOther ? votes.otherName : 0;
  if (says(column, names.strong)) return votes.strongName + against;
  const hints = timesSaid(column, names.weak ?? []) + (isOther ? 0 : timesSaid(column, names.generic ?? []));
  const hinted = hints * votes.weakName;
  const cut = hintsAt(column, names.strong) ? (isOneWord(column) ? votes.onlyCut : votes.weakName) : 0;
  // A code of nobody knows what, whose digits happen to look alike.
  const unnamed =
    isNumber && hinted + cut === 0 && (says(column, codes) || hintsAt(column, codes))
      ? votes.numbersSomething
      : 0;
  return against + unnamed + Math.min(votes.strongName, hinted + cut);
}

/** How much likelier the counts are if the column is of the kind than if chance made them. */
function valueVote(
  kind: PersonalDataKind,
  { matches, present, distinct, withDigits }: ColumnProfile,
  named: number,
): number {
  const { id, values } = kind;
  if (!values || present === 0) return 0;
  // A word that stands in a hundred rows is one word.
  const found = ((matches[id] ?? 0) / present) * distinct;
  const { seen = wellWritten, most, least: lowest = most + 2 } = values;
  const likelier =
    found * Math.log(seen / values.chance) + (distinct - found) * Math.log((1 - seen) / (1 - values.chance));
  // A name that says it outright is believed: people's names stand with dates and numbers beside them, too.
  const isDoubtful = kind.isWords && named < votes.strongName && withDigits * 2 > present;
  const withoutDigits = isDoubtful ? votes.digitsInWords : 0;
  return withoutDigits + Math.max(-lowest, Math.min(most, likelier));
}

/** One in ten pairs fits by chance: of a few, what is meant to fit does nearly always. */
const pairs = { chance: 0.1, fitting: 0.95, most: 7 } as const;

function pairVote({ isPaired }: PersonalDataKind, { pair }: ColumnProfile): number {
  if (!isPaired || !pair) return 0;
  const { rows, fitting } = pair;
  const likelier =
    fitting * Math.log(pairs.fitting / pairs.chance) +
    (rows - fitting) * Math.log((1 - pairs.fitting) / (1 - pairs.chance));
  return Math.max(0, Math.min(pairs.most, likelier));
}

const percent = (share: number): string => `${Math.floor(share * 100)} %`;

function reasonOf(kind: PersonalDataKind, named: number, profile: ColumnProfile): Text {
  const said = ownReasonOf(kind, named, profile);
  if (pairVote(kind, profile) === 0 || !profile.pair) return said;
  const share = percent(profile.pair.fitting / profile.pair.rows);
  return {
    en: `${said.en}; in ${share} of rows the account's check digit fits the BIK beside it`,
    ru: `${said.ru}; в ${share} строк контрольная цифра счёта подходит к БИК рядом`,
  };
}

function ownReasonOf(kind: PersonalDataKind, named: number, { matches, present }: ColumnProfile): Text {
  const found = kind.values && present > 0 ? percent((matches[kind.id] ?? 0) / present) : undefined;
  const name = {
    en: named > 0 ? "the name says it" : "the name says nothing",
    ru: named > 0 ? "на это указывает название" : "название не указывает",
  };
  if (!kind.values) return name;
  return found === undefined
    ? { en: `${name.en}; the sample has no values`, ru: `${name.ru}; в выборке нет значений` }
    : {
        en: `${name.en}; ${found} of the sample's values look like it`,
        ru: `${name.ru}; похожи ${found} значений выборки`,
      };
}

/** What the rule cannot take is dropped instead. */
function fitting(suggestion: Suggestion, type: ColumnType): Suggestion {
  const { anonymize, datatype } = suggestion;
  const used = (datatype && parseColumnType(datatype)) ?? type;
  return findAnonymizer(anonymize.rule)?.accepts.includes(used.name) ? suggestion : { anonymize: drop };
}

/** What the name says outright, whatever the values look like: many of another kind would be a surprise to whoever named it. */
export const kindByName = (column: string, type: ColumnType): PersonalDataKind | undefined =>
  kindsFor(type).find((kind) => nameVote(kind, column) >= votes.strongName);

/** The kinds of personal data that a column seems to hold, the likeliest first. Pure: names and counts in, opinions out. */
export function detectKinds(column: string, type: ColumnType, profile: ColumnProfile): readonly Detection[] {
  const dateFormats = Object.entries(profile.dates)
    .filter(([, found]) => found > 0)
    .map(([format]) => format);
  const locale = profile.cyrillic * 2 > profile.present ? "ru" : "en";
  return kindsFor(type)
    .map((kind) => {
      const named = nameVote(kind, column);
      return {
        kind,
        named,
        odds: votes.prior + named + valueVote(kind, profile, named) + pairVote(kind, profile),
      };
    })
    .sort((a, b) => b.odds - a.odds)
    .map(({ kind, named, odds }) => ({ kind, named, confidence: 1 / (1 + Math.exp(-odds)) }))
    .filter(({ confidence }) => confidence >= least)
    .map(({ kind, named, confidence }) => {
      const found = profile.matches[kind.id] ?? 0;
      const isClean = profile.present > 0 && found / profile.present >= cleanShare;
      return {
        kind: kind.id,
        title: kind.title,
        confidence,
        reason: reasonOf(kind, named, profile),
        privacyClass: kind.privacyClass,
        ...fitting(kind.suggest({ type, isClean, dateFormats, locale }), type),
      };
    });
}
