import { useLocale, useTranslations } from "next-intl";
import { castFailurePolicySchema, orphanPolicySchema } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { documentParts, keyTexts } from "#lib/metadata";
import type { Choice, Field } from "../../fields/field-kinds.ts";
import { readFields } from "../../fields/read-fields.ts";

/** Keys of the document that forms show. */
const docKeys = [
  "title",
  "description",
  "license",
  "keywords",
  "ref",
  "timeZone",
  "datatype",
  "required",
  "choices",
  "table",
  "profiles",
  "stores",
  "store",
  "cleanUp",
  "publish",
  "source",
  "language",
  "maxRejected",
  "maxGrowth",
  "winner",
  "order",
  "onNull",
  "columns",
  "references",
  "onOrphan",
  "column",
  "equals",
  "from",
  "onCastFailure",
  "default",
  "tokens",
  "onViolation",
  "name",
  "level",
  "weight",
  "kAnonymity",
  "kMap",
  "k",
  "population",
  "lDiversity",
  "l",
  "kind",
  "c",
  "tCloseness",
  "t",
  "distance",
  "deltaDisclosure",
  "delta",
  "loss",
  "search",
  "timeBudget",
  "suppressionLimit",
] as const;
/** Their labels say it all. */
const plainKeys: readonly string[] = ["title", "description", "keywords", "publish", "column", "table"];
type DocKey = (typeof docKeys)[number];

/** Words of the document that are choices, each with a name in both languages. */
const choiceIds = [
  "reject",
  "null",
  "default",
  "clamp",
  "warn",
  "fail",
  "keep",
  "first",
  "last",
  "granularity",
  "non-uniform-entropy",
  "discernibility",
  "average-class-size",
  "optimal",
  "multidimensional",
  "multidimensional-relaxed",
  "distinct",
  "entropy",
  "recursive",
  "equal",
  "ordered",
] as const;

/** Builds fields for keys of the document: labels by the interface, helps as the text editor has them. */
export function useDocumentFields() {
  const t = useTranslations("editor.inspect");
  const locale = useLocale() as Locale;
  const choice = (value: string): Choice => {
    const known = choiceIds.find((id) => id === value);
    return { value, label: known ? t(`choice.${known}`) : value };
  };
  const field = (name: DocKey, kind: Field["kind"], more: Partial<Field> = {}): Field => {
    const help = plainKeys.includes(name) ? undefined : keyTexts[name]?.[locale];
    return { name, label: t(`key.${name}`), kind, isRequired: false, ...(help ? { help } : {}), ...more };
  };
  const worded = (one: Field): Field => ({
    ...one,
    ...(one.options ? { options: one.options.map(({ value }) => choice(value)) } : {}),
    ...(one.fields ? { fields: one.fields.map(worded) } : {}),
  });
  const part = (id: keyof typeof documentParts): readonly Field[] =>
    readFields(documentParts[id], locale, (key) => {
      const known = docKeys.find((one) => one === key);
      const help = keyTexts[key]?.[locale];
      return known ? { label: t(`key.${known}`), ...(help ? { help } : {}) } : {};
    }).map(worded);
  const choices = (values: readonly string[]): readonly Choice[] => values.map(choice);
  return { field, part, choices, choice };
}

export const castFailures = castFailurePolicySchema.options;
export const orphanPolicies = orphanPolicySchema.options;
