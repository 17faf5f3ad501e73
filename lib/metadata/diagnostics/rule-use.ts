import type { z } from "zod";
import {
  anonymizers,
  findAnonymizer,
  findHierarchy,
  findKeyStrategy,
  hierarchies,
  keyStrategies,
} from "#lib/anonymizers";
import {
  checks,
  findCheck,
  findNormalizer,
  findNullStrategy,
  findTableCheck,
  normalizers,
  nullStrategies,
  tableChecks,
} from "#lib/column-rules";
import type { ColumnType, ColumnTypeName } from "#lib/contracts";
import { formatColumnType, isValueReference } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import type { RuleUse } from "../document.ts";
import { nearest } from "../nearest.ts";
import { expectation, pathOf } from "./expectation.ts";
import { hint } from "./messages.ts";
import type { Report } from "./report.ts";

/** The kinds of rules, each with its registry. */
export const ruleKinds = {
  normalizer: { name: { en: "normalizer", ru: "нормализатор" }, find: findNormalizer, all: normalizers },
  nulls: {
    name: { en: "null strategy", ru: "стратегия пустых" },
    find: findNullStrategy,
    all: nullStrategies,
  },
  check: { name: { en: "check", ru: "проверка" }, find: findCheck, all: checks },
  tableCheck: {
    name: { en: "check of tables", ru: "проверка таблиц" },
    find: findTableCheck,
    all: tableChecks,
  },
  anonymizer: {
    name: { en: "anonymization rule", ru: "правило анонимизации" },
    find: findAnonymizer,
    all: anonymizers,
  },
  hierarchy: { name: { en: "hierarchy", ru: "иерархия" }, find: findHierarchy, all: hierarchies },
  key: {
    name: { en: "key strategy", ru: "стратегия ключа" },
    find: (id: string) => findKeyStrategy(id) ?? findAnonymizer(id),
    all: keyStrategies,
  },
} as const;
export type RuleKind = keyof typeof ruleKinds;

interface Definition {
  readonly accepts?: readonly ColumnTypeName[];
  readonly params: z.ZodType;
  readonly holdsValues?: readonly string[];
  readonly problem?: (params: unknown, type: ColumnType) => Text | undefined;
}

/** Checks one use of a rule: that it exists, takes its parameters and stands on the column's type. Answers the parsed parameters. */
export function checkRuleUse(
  report: Report,
  kind: RuleKind,
  use: RuleUse,
  type: ColumnType | undefined,
): { readonly params: unknown } | undefined {
  const registry = ruleKinds[kind];
  const definition: Definition | undefined = registry.find(use.rule);
  if (!definition) {
    const known = registry.all.map(({ id }) => id);
    report
      .at("rule")
      .add("unknown-rule", { kind: registry.name, rule: use.rule, hint: hint(nearest(use.rule, known)) });
    return undefined;
  }
  if (type && definition.accepts && !definition.accepts.includes(type.name)) {
    report.at("rule").add("rule-type", { rule: use.rule, type: formatColumnType(type) });
  }
  const given = use.with ?? {};
  const parsed = definition.params.safeParse(given);
  if (!parsed.success) {
    // What is kept elsewhere can be judged only by who may open it: the other parameters are, by all.
    const referred = definition.holdsValues?.filter((key) => isValueReference(given[key])) ?? [];
    for (const issue of parsed.error.issues) {
      if (!referred.includes(String(issue.path[0]))) reportIssue(report, use, issue);
    }
    return undefined;
  }
  const problem = type && definition.problem?.(parsed.data, type);
  if (problem) report.at(use.with ? "with" : "rule").add("rule-problem", { rule: use.rule, detail: problem });
  return { params: parsed.data };
}

function reportIssue(report: Report, use: RuleUse, issue: z.core.$ZodIssue): void {
  const path = pathOf(issue);
  const known = Object.keys(use.with ?? {});
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys)
      report.at("with", ...path, key).add("unknown-key", { key, hint: hint(undefined) });
    return;
  }
  const [first] = path;
  if (path.length === 1 && typeof first === "string" && !known.includes(first)) {
    report.at(use.with ? "with" : "rule").add("params-missing", { rule: use.rule, key: first });
    return;
  }
  const place = use.with ? report.at("with", ...path) : report.at("rule");
  place.add("params-invalid", { rule: use.rule, key: path.join("."), expected: expectation(issue) });
}
