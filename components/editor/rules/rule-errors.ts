import type { Diagnostic } from "#lib/contracts";
import type { Path } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import type { Field } from "../../fields/field-kinds.ts";
import type { ErrorOf } from "../../fields/fields-form.tsx";

export const startsWith = (path: Path, start: Path): boolean =>
  start.length <= path.length && start.every((part, at) => part === path[at]);

/** Fields that draw what is inside of them say only what is wrong with them as a whole. */
const hasInside = ({ kind }: Field): boolean => kind === "object" || kind === "objects" || kind === "use";

/** Each message once, however many looked. */
const wordsOf = (found: readonly Diagnostic[], locale: Locale): readonly string[] => [
  ...new Set(found.map(({ message }) => message[locale])),
];

export interface RuleErrors {
  /** Of a field, at its place in the document. */
  readonly errorOf: ErrorOf;
  /** Of the rule as a whole. */
  readonly general: readonly string[];
}

/** Sorts what is wrong with a rule's use by its fields; `at` is where the use stands. */
export function ruleErrors(
  problems: readonly Diagnostic[],
  { at, fields, locale }: { readonly at: Path; readonly fields: readonly Field[]; readonly locale: Locale },
): RuleErrors {
  const isOfField = ({ path }: Diagnostic) =>
    path[at.length] === "with" && fields.some(({ name }) => name === path[at.length + 1]);
  return {
    general: wordsOf(
      problems.filter((one) => startsWith(one.path, at) && !isOfField(one)),
      locale,
    ),
    errorOf: (path, field) => {
      const found = problems.filter((one) =>
        hasInside(field)
          ? one.path.length === path.length && startsWith(one.path, path)
          : startsWith(one.path, path),
      );
      return found.length > 0 ? wordsOf(found, locale).join(" ") : undefined;
    },
  };
}
