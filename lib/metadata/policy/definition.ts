import type { ColumnTypeName, PrivacyClass } from "#lib/contracts";
import type { Text } from "#lib/kernel";

/** A technique (a rule's `technique.etlx`), always or only on some types and with some parameters. */
export interface Allowance {
  readonly technique: string;
  readonly types?: readonly ColumnTypeName[];
  /** Parameters that must have one of these values, as the rule reads them. */
  readonly with?: Readonly<Record<string, readonly unknown[]>>;
}

/** A method as a law names it. */
export interface LegalMethod {
  readonly id: string;
  readonly label: Text;
}

/** What a law asks to remove by name. */
export interface LegalIdentifier {
  readonly code: string;
  readonly label: Text;
  /** Ids of the kinds of personal data that detection finds of it; none where nothing tells it from other data. */
  readonly kinds: readonly string[];
}

/** What each privacy class may be published by. What is not listed is refused: a new technique is allowed nowhere. */
export interface PolicyProfile<Id extends string = string> {
  readonly id: Id;
  readonly title: Text;
  readonly summary: Text;
  readonly sources: readonly { readonly title: string; readonly href: string }[];
  readonly allows: Readonly<Record<PrivacyClass, readonly Allowance[] | "any">>;
  /** What must be removed by name, where the law lists it. */
  readonly identifiers?: readonly LegalIdentifier[];
  /** The law's methods, and which of them each technique is. */
  readonly methods?: {
    readonly all: readonly LegalMethod[];
    readonly of: Readonly<Record<string, string>>;
  };
  /** What output that depends on a key is called. */
  readonly keyedOutput?: Text;
}

export const definePolicyProfile = <const Id extends string>(profile: PolicyProfile<Id>): PolicyProfile<Id> =>
  profile;

/** Techniques without conditions. */
export const always = (...techniques: readonly string[]): readonly Allowance[] =>
  techniques.map((technique) => ({ technique }));
