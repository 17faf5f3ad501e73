import type { HelpTopicId, PrivacyClass } from "#lib/contracts";
import type { Text } from "#lib/kernel";

/** Another entry of Help. */
export interface EntryRef {
  readonly topic: HelpTopicId;
  readonly id: string;
}

/** A part of a sentence: words, something written as code, or another entry, which is written as its id. */
export type Part =
  | { readonly kind: "words"; readonly text: Text }
  /** Words that what follows belongs to. */
  | { readonly kind: "lead"; readonly text: Text }
  | { readonly kind: "code"; readonly code: string }
  | ({ readonly kind: "entry" } & EntryRef);

/** A property of an entry. Several parts are a list. */
export interface Fact {
  readonly name: Text;
  readonly parts: readonly Part[];
}

export interface EntryParameter {
  /** As the document writes it; of a nested one with the outer names before it. */
  readonly name: string;
  readonly label: Text;
  readonly help?: Text;
  readonly type: readonly Part[];
  /** Least and greatest, in figures. */
  readonly limits?: string;
  /** As JSON. */
  readonly standard?: string;
  readonly isRequired: boolean;
}

/** What a value is or became, where there is no text to show. */
export type Outcome =
  | "empty"
  | "quarantine"
  | "left-out"
  | "cast-failure"
  | "passes"
  | "violated"
  | "holds"
  | "fails"
  | "not-comparable"
  | "suppressed";

/** A value as it is written, what became of one, or words about a whole table. */
export type Cell = { readonly text: string } | { readonly outcome: Outcome } | { readonly words: Text };

export interface EntryExample {
  /** Parameters as JSON; absent where there are none. */
  readonly given?: string;
  readonly datatype?: string;
  /** One value; several where a column's rows are looked at. */
  readonly before: readonly Cell[];
  readonly after: readonly Cell[];
  /** Each cell before is a row of a table, and stands in a line of its own; the one after, if there are as many, belongs to it. */
  readonly lines?: true;
  /** What else the example needs to be understood. */
  readonly note?: Text;
}

/** Whether policy lets a class be published by a rule: always, never, or under conditions. */
export type PolicyVerdict = "allowed" | "refused" | { readonly only: readonly Part[] };

export interface PolicyRow {
  readonly profile: { readonly id: string; readonly title: Text };
  readonly verdicts: Readonly<Record<PrivacyClass, PolicyVerdict>>;
}

/** A piece of a module document to copy, and where it stands. */
export interface Snippet {
  readonly place: Text;
  readonly text: string;
}

/** One variant of a registry as Help shows it: plain data in both languages. */
export interface Entry {
  readonly id: string;
  readonly title: Text;
  readonly summary: Text;
  readonly risk?: Text;
  /** The class that data of this kind gets. */
  readonly privacyClass?: PrivacyClass;
  readonly facts: readonly Fact[];
  readonly parameters: readonly EntryParameter[];
  readonly examples: readonly EntryExample[];
  /** Whether an example's output depends on the published key. */
  readonly hasKeyedExamples?: boolean;
  readonly policy?: readonly PolicyRow[];
  /** By privacy class, the rules a policy profile allows. */
  readonly allows?: readonly {
    readonly privacyClass: PrivacyClass;
    readonly rules: readonly { readonly rule: Part; readonly only: readonly Part[] }[];
  }[];
  readonly snippet?: Snippet;
  readonly links?: readonly { readonly title: string; readonly href: string }[];
}

export interface Topic {
  readonly id: HelpTopicId;
  readonly title: Text;
  readonly summary: Text;
  readonly entries: readonly Entry[];
  /** Where an id may stand that is not here, for who knows a rule by its name alone. */
  readonly elsewhere?: HelpTopicId;
}
