import type { ColumnType, ColumnTypeName, PrivacyClass } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import type { Sql } from "#lib/sql";

/** How a document names a rule; what `anonymize` and `normalize` take. */
export interface SuggestedRule {
  readonly rule: string;
  readonly with?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** How a column with data of a kind may leave: what a document then says of it. */
export interface Suggestion {
  /** Where values are to be read as another type than the source's. */
  readonly datatype?: ColumnTypeName;
  readonly normalize?: readonly SuggestedRule[];
  readonly anonymize: SuggestedRule;
}

/** What is known of a column when its rule is chosen. */
export interface SuggestionContext {
  readonly type: ColumnType;
  /** Whether nearly all values of the sample are well-formed: what is not would go to quarantine. */
  readonly isClean: boolean;
  /** Formats in which dates of the sample are written, as `parse-date` takes them. */
  readonly dateFormats: readonly string[];
  /** In whose letters most values are written. */
  readonly locale: "en" | "ru";
}

/** Counts values that look like a kind. */
export interface ValueTest {
  /** A condition over `v`, the trimmed text of a value, and `c`, its letters and digits in capitals. */
  readonly matches: Sql;
  /** The share of other data that passes by chance, 0–1: 1/11 where one check digit of 11 is all that tells it. */
  readonly chance: number;
  /** The most that values may add without the name, in log-odds: low where much else looks alike. */
  readonly most: number;
  /** The most that values may take from what the name says, in log-odds: low for dictionaries, which know few of all words. */
  readonly least?: number;
  /** Share of the kind's own values that are well enough written, or known enough, to be seen; 0.85 unless said. */
  readonly seen?: number;
}

/** A kind of personal data. A new one is its file and a line in `kinds/index.ts`. */
export interface PersonalDataKind<Id extends string = string> {
  readonly id: Id;
  readonly title: Text;
  readonly privacyClass: Exclude<PrivacyClass, "insensitive">;
  readonly accepts: readonly ColumnTypeName[];
  /**
   * Phrases in column names, in lower case, words joined by `_`: those that say it, hint at it, or speak against it; and
   * those of what has the same values and is no person's, which outweigh any values: a warehouse stands in a city.
   */
  readonly names: {
    readonly strong: readonly string[];
    readonly weak?: readonly string[];
    /** Hints that say nothing beside a phrase against: the `name` of a product. */
    readonly generic?: readonly string[];
    readonly against?: readonly string[];
    readonly noPersons?: readonly string[];
  };
  /** Digits that numbers of anything have: a name that says another thing, however short, speaks against it. */
  readonly isNumber?: true;
  /** Words: values with digits in them are none, however few of the words a dictionary knows. */
  readonly isWords?: true;
  /** Absent: only the name tells. */
  readonly values?: ValueTest;
  /** One of two columns that tell themselves together. */
  readonly isPaired?: true;
  readonly suggest: (context: SuggestionContext) => Suggestion;
}

/** Keeps the id literal, so that the registry has a union of ids. */
export const defineKind = <Id extends string>(kind: PersonalDataKind<Id>): PersonalDataKind<Id> => kind;
