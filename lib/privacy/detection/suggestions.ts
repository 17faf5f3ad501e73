import type { SuggestedRule, Suggestion, SuggestionContext } from "./definition.ts";

/** What kinds suggest, put together from few parts. Equal data gets one linkage domain, so that tables can be joined by it. */

type Suggest = (context: SuggestionContext) => Suggestion;

export const drop: SuggestedRule = { rule: "drop" };

const pseudonym = (domain: string): SuggestedRule => ({ rule: "pseudonymize", with: { domain } });
const trim: SuggestedRule = { rule: "trim" };

export const dropped: Suggest = () => ({ anonymize: drop });

/** A keyed pseudonym; of a number typed as text, without the spaces around it. */
export const pseudonymized =
  (domain: string): Suggest =>
  ({ type }) => ({
    ...(type.name === "string" ? { normalize: [trim] } : {}),
    anonymize: pseudonym(domain),
  });

export const faked =
  (
    kind: string,
    options: { readonly locale?: "en" | "ru"; readonly normalize?: readonly SuggestedRule[] } = {},
  ) =>
  ({ type, locale }: SuggestionContext): Suggestion =>
    type.name === "string"
      ? {
          normalize: [trim, ...(options.normalize ?? [])],
          anonymize: {
            rule: "fake",
            with: { kind, locale: options.locale ?? locale, domain: `person.${kind}` },
          },
        }
      : { anonymize: pseudonym(`person.${kind}`) };

/** Another valid number where nearly all are valid and texts; else a pseudonym, or many rows would go to quarantine. */
export const renumbered =
  (kind: string): Suggest =>
  ({ type, isClean }) =>
    type.name === "string" && isClean
      ? { normalize: [trim], anonymize: { rule: "identifier", with: { kind, domain: `person.${kind}` } } }
      : { ...(type.name === "string" ? { normalize: [trim] } : {}), anonymize: pseudonym(`person.${kind}`) };

/** The decade or year of a date; texts are read in the formats that the sample shows, and dropped where it shows none. */
export const coarseDate =
  (unit: "month" | "year" | "decade") =>
  ({ type, dateFormats }: Pick<SuggestionContext, "type" | "dateFormats">): Suggestion => {
    const anonymize = { rule: "generalize-date", with: { unit } };
    if (type.name === "integer") return { anonymize: { rule: "generalize-number", with: { width: 10 } } };
    if (type.name !== "string") return { anonymize };
    if (dateFormats.length === 0) return { anonymize: drop };
    return {
      datatype: "date",
      normalize: [trim, { rule: "parse-date", with: { formats: dateFormats } }],
      anonymize,
    };
  };
