import { findTableCheck } from "#lib/column-rules";
import { parseColumnType } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import {
  applyPatterns,
  type ColumnDocument,
  effectiveColumn,
  enabledSteps,
  type ForeignKeyDocument,
  type ModuleDocument,
  requiredModels,
  type TableDocument,
} from "#lib/metadata";
import type {
  ColumnPlan,
  ForeignKeyPlan,
  ModulePlan,
  PlannedRule,
  TableCheckPlan,
  TablePlan,
} from "./module-plan.ts";

/** Hands out ordinals and remembers what each stands for. Ordinal 0 is kept for "no reason". */
class RuleNumbers {
  readonly rules: PlannedRule[] = [];
  add(rule: Omit<PlannedRule, "ordinal">): number {
    const ordinal = this.rules.length + 1;
    this.rules.push({ ordinal, ...rule });
    return ordinal;
  }
}

const domainParameter = (rule: { with?: Record<string, unknown> } | undefined): string | undefined =>
  typeof rule?.with?.domain === "string" ? rule.with.domain : undefined;

/** The hierarchy that publishes a column, where it has one and no rule. */
function planHierarchy(
  document: ModuleDocument,
  { hierarchy, anonymize }: ColumnDocument,
): Pick<ColumnPlan, "hierarchy"> {
  const found = document.hierarchies?.find(({ name }) => name === hierarchy?.name);
  if (!hierarchy || !found || anonymize) return {};
  return { hierarchy: { ...found, level: hierarchy.level, weight: hierarchy.weight } };
}

function planColumn(
  document: ModuleDocument,
  table: TableDocument,
  column: ColumnDocument,
  numbers: RuleNumbers,
): ColumnPlan {
  const effective = effectiveColumn(document, table, column);
  const type = parseColumnType(effective.datatype);
  if (!type) throw new AppError("request-invalid", { detail: `datatype of ${table.name}.${column.name}` });
  const home = effective.key ?? { table: table.name, column: column.name };
  const onCastFailure = effective.onCastFailure ?? "reject";
  const nulls = effective.nulls ?? { rule: "keep" };
  return {
    name: column.name,
    from: column.from ?? column.name,
    type,
    normalize: effective.normalize ?? [],
    onCastFailure,
    default: effective.default,
    castOrdinal: numbers.add({ code: "cast", column: column.name, action: onCastFailure }),
    checks: (effective.checks ?? []).map((check) => ({
      use: { rule: check.rule, with: check.with },
      onViolation: check.onViolation,
      default: check.default,
      ordinal: numbers.add({
        code: "check",
        column: column.name,
        rule: check.rule,
        action: check.onViolation,
      }),
    })),
    nulls: {
      use: { rule: nulls.rule, with: nulls.with },
      tokens: nulls.tokens ?? [],
      ordinal: numbers.add({ code: "null", column: column.name, rule: nulls.rule, action: nulls.rule }),
    },
    privacyClass: effective.privacyClass,
    ...planHierarchy(document, column),
    anonymize: effective.anonymize,
    anonymizeOrdinal: numbers.add({
      code: "anonymize",
      column: column.name,
      rule: effective.anonymize?.rule ?? (column.hierarchy ? "hierarchy" : undefined),
      action: "reject",
    }),
    ...(effective.key ? { key: effective.key } : {}),
    domain: domainParameter(effective.anonymize) ?? `${document.name}/${home.table}.${home.column}`,
  };
}

function planChecks(table: TableDocument, numbers: RuleNumbers): readonly TableCheckPlan[] {
  return enabledSteps(table.checks).map(({ rule, with: parameters, onViolation }) => {
    const definition = findTableCheck(rule);
    const columns = definition?.columnsUsed(definition.params.parse(parameters ?? {})) ?? [];
    const column = columns.length > 0 ? columns.join(", ") : undefined;
    return {
      use: { rule, with: parameters },
      onViolation,
      ordinal: numbers.add({ code: "check", column, rule, action: onViolation }),
    };
  });
}

/** A key's condition. A run has put its value in the clear by now; who only looks at a plan needs none. */
function planWhen(when: ForeignKeyDocument["when"]): Pick<ForeignKeyPlan, "when"> {
  if (!when || typeof when.equals === "object") return {};
  return { when: { column: when.column, equals: when.equals } };
}

function planTable(document: ModuleDocument, table: TableDocument): TablePlan {
  const numbers = new RuleNumbers();
  const columns = table.columns.map((column) => planColumn(document, table, column, numbers));
  const key = table.primaryKey;
  const names = new Set(document.tables.map((candidate) => candidate.name));
  const winner = key?.onDuplicate?.winner ?? "reject";
  const foreignKeys = (table.foreignKeys ?? [])
    .filter((foreignKey) => names.has(foreignKey.references.table))
    .map((foreignKey): ForeignKeyPlan => {
      const column = foreignKey.columns.join(", ");
      return {
        columns: foreignKey.columns,
        parent: foreignKey.references.table,
        parentColumns: foreignKey.references.columns,
        onOrphan: foreignKey.onOrphan,
        ...planWhen(foreignKey.when),
        ordinal: numbers.add({ code: "orphan", column, rule: "foreign-key", action: foreignKey.onOrphan }),
        cascadeOrdinal: numbers.add({
          code: "cascade",
          column,
          rule: "foreign-key",
          action: foreignKey.onOrphan,
        }),
        suppressOrdinal: numbers.add({
          code: "privacy-cascade",
          column,
          rule: "k-anonymity",
          action: "suppress",
        }),
      };
    });
  const column = key?.columns.join(", ");
  const models = requiredModels(table.privacy);
  return {
    name: table.name,
    publish: table.publish,
    document: table,
    columns,
    ...(key
      ? {
          primaryKey: {
            columns: key.columns,
            strategy: key.strategy,
            winner,
            order: key.onDuplicate?.order ?? [],
            onNull: key.onNull ?? "reject",
            nullOrdinal: numbers.add({
              code: "key-null",
              column,
              rule: "primary-key",
              action: key.onNull ?? "reject",
            }),
            duplicateOrdinal: numbers.add({
              code: "key-duplicate",
              column,
              rule: "primary-key",
              action: winner === "first" || winner === "last" ? "deduplicate" : winner,
            }),
          },
        }
      : {}),
    foreignKeys,
    checks: planChecks(table, numbers),
    ...(table.deduplicate
      ? {
          deduplicate: {
            columns: table.deduplicate.columns,
            winner: table.deduplicate.winner,
            order: table.deduplicate.order ?? [],
            ordinal: numbers.add({
              code: "key-duplicate",
              column: table.deduplicate.columns.join(", "),
              rule: "deduplicate",
              action: "deduplicate",
            }),
          },
        }
      : {}),
    kAnonymity: table.privacy?.kAnonymity,
    models,
    ...(table.privacy?.kMap ? { population: table.privacy.kMap.population } : {}),
    suppressionLimit: table.privacy?.suppressionLimit ?? 0,
    privacyOrdinal: numbers.add({
      code: "privacy",
      rule: models[0]?.rule ?? "k-anonymity",
      action: "suppress",
    }),
    maxRejected: table.limits?.maxRejected,
    rules: numbers.rules,
  };
}

/** Plans an executable document. The document has been diagnosed before: what is wrong here is a defect of ours. */
export function planModule(written: ModuleDocument): ModulePlan {
  const document = applyPatterns(written);
  return {
    module: document.name,
    person: document.person?.table,
    hierarchies: document.hierarchies ?? [],
    tables: document.tables.map((table) => planTable(document, table)),
    timeZones: Object.fromEntries(
      document.sources.flatMap((source) => (source.timeZone ? [[source.name, source.timeZone]] : [])),
    ),
  };
}
