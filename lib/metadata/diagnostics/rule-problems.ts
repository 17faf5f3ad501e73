import { findAnonymizer } from "#lib/anonymizers";
import { findTableCheck } from "#lib/column-rules";
import { type Diagnostic, parseColumnType } from "#lib/contracts";
import type { RuleUse } from "../document.ts";
import { Report } from "./report.ts";
import { checkRuleUse, type RuleKind } from "./rule-use.ts";

/** What is around a use of a rule. */
export interface UsePlace {
  /** The column's type, where the rule stands on one. */
  readonly datatype?: string | undefined;
  /** The types of the table's columns by name; asked for only by rules whose expressions read them. */
  readonly datatypes?: () => ReadonlyMap<string, string>;
}

/** What is wrong with one use of a rule by itself, at once and without the document around it; paths begin at the use. */
export function ruleProblems(
  kind: RuleKind,
  use: RuleUse,
  { datatype, datatypes }: UsePlace = {},
): readonly Diagnostic[] {
  const report = new Report();
  const type = datatype === undefined ? undefined : parseColumnType(datatype);
  const parsed = checkRuleUse(report, kind, use, type);
  if (!parsed || !datatypes || report.found.length > 0) return report.found;
  const detail =
    kind === "tableCheck"
      ? findTableCheck(use.rule)?.columnsProblem?.(parsed.params, datatypes())
      : type && findAnonymizer(use.rule)?.problemInTable?.(parsed.params, type, datatypes());
  if (detail) report.at("with").add("rule-problem", { rule: use.rule, detail });
  return report.found;
}
