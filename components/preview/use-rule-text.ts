import { useTranslations } from "next-intl";
import { type PreviewRule, ruleCodeIds } from "#lib/contracts";

/** A rule that acted, in words: what was wrong, where, and by which rule. */
export function useRuleText(): (rule: PreviewRule) => string {
  const t = useTranslations("preview");
  return ({ code, column, rule }) => {
    const known = ruleCodeIds.find((one) => one === code);
    const words = known ? t(`code.${known}`) : code;
    return [column, words, rule && rule !== code ? `(${rule})` : ""].filter(Boolean).join(" ");
  };
}
