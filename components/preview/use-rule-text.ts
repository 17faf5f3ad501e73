import { useTranslations } from "next-intl";
import type { PreviewRule } from "#lib/contracts";

const codes = [
  "cast",
  "check",
  "null",
  "key-null",
  "key-duplicate",
  "orphan",
  "cascade",
  "anonymize",
  "fitted-check",
  "privacy",
  "privacy-cascade",
] as const;

/** A rule that acted, in words: what was wrong, where, and by which rule. */
export function useRuleText(): (rule: PreviewRule) => string {
  const t = useTranslations("preview");
  return ({ code, column, rule }) => {
    const known = codes.find((one) => one === code);
    const words = known ? t(`code.${known}`) : code;
    return [column, words, rule && rule !== code ? `(${rule})` : ""].filter(Boolean).join(" ");
  };
}
