import { type Diagnostic, parseColumnType } from "#lib/contracts";
import type { RuleUse } from "../document.ts";
import { Report } from "./report.ts";
import { checkRuleUse, type RuleKind } from "./rule-use.ts";

/**
 * What is wrong with one use of a rule by itself, at once and without the document around it; paths begin at the use.
 * `datatype` is the column's, where the rule stands on one.
 */
export function ruleProblems(kind: RuleKind, use: RuleUse, datatype?: string): readonly Diagnostic[] {
  const report = new Report();
  checkRuleUse(report, kind, use, datatype === undefined ? undefined : parseColumnType(datatype));
  return report.found;
}
