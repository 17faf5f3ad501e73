import { castFailurePolicySchema, orphanPolicySchema, violationPolicySchema } from "#lib/contracts";
import {
  type DraftColumn,
  type DraftForeignKey,
  type DraftModule,
  type DraftPattern,
  type DraftRule,
  type DraftTable,
  isObject,
} from "#lib/drafting";
import { type ModuleDocument, policyProfiles } from "#lib/metadata";

type Table = ModuleDocument["tables"][number];
type Column = Table["columns"][number];
type Pattern = NonNullable<ModuleDocument["patterns"]>[number];

/** Makes each part once: what an edit left alone is the same object here too. */
function remembered<From extends object, To>(make: (from: From) => To): (from: From) => To {
  const known = new WeakMap<From, To>();
  return (from) => {
    const before = known.get(from);
    if (before !== undefined) return before;
    const made = make(from);
    known.set(from, made);
    return made;
  };
}

const ruleOf = ({ rule, with: given }: DraftRule) => ({
  rule,
  ...(Object.keys(given).length > 0 ? { with: given } : {}),
});

const textsOf = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : undefined;

const rulesOf = ({
  datatype,
  normalize,
  checks,
  nulls,
  privacyClass,
  anonymize,
}: DraftPattern | DraftColumn) => {
  const tokens = textsOf(nulls?.json.tokens);
  return {
    ...(datatype ? { datatype } : {}),
    ...(normalize.length > 0 ? { normalize: normalize.map(ruleOf) } : {}),
    ...(nulls ? { nulls: { ...ruleOf(nulls), ...(tokens ? { tokens } : {}) } } : {}),
    ...(checks.length > 0
      ? {
          checks: checks.map((check) => ({
            ...ruleOf(check),
            onViolation: violationPolicySchema.safeParse(check.json.onViolation).data ?? "reject",
          })),
        }
      : {}),
    ...(privacyClass ? { privacyClass } : {}),
    ...(anonymize ? { anonymize: ruleOf(anonymize) } : {}),
  };
};

const columnOf = remembered((column: DraftColumn): Column => {
  const onCastFailure = castFailurePolicySchema.safeParse(column.json.onCastFailure).data;
  const { hierarchy } = column.json;
  const level = isObject(hierarchy) && typeof hierarchy.level === "number" ? hierarchy.level : undefined;
  return {
    name: column.name,
    ...(column.from === column.name ? {} : { from: column.from }),
    ...(column.description ? { description: column.description } : {}),
    ...rulesOf(column),
    ...(onCastFailure ? { onCastFailure } : {}),
    ...(column.hierarchy
      ? { hierarchy: { name: column.hierarchy, ...(level === undefined ? {} : { level }) } }
      : {}),
  };
});

const patternOf = remembered(
  (pattern: DraftPattern): Pattern => ({ match: pattern.match, ...rulesOf(pattern) }),
);

const foreignKeyOf = (key: DraftForeignKey) => ({
  columns: [...key.columns],
  references: { table: key.parent, columns: [...key.parentColumns] },
  onOrphan: orphanPolicySchema.safeParse(key.json.onOrphan).data ?? "reject",
});

const tableOf = remembered(
  (table: DraftTable): Table => ({
    name: table.name,
    publish: table.isPublished,
    columns: table.columns.map(columnOf),
    ...(table.primaryKey.length > 0
      ? {
          primaryKey: {
            columns: [...table.primaryKey],
            strategy: table.strategy ? ruleOf(table.strategy) : { rule: "" },
          },
        }
      : {}),
    ...(table.foreignKeys.length > 0 ? { foreignKeys: table.foreignKeys.map(foreignKeyOf) } : {}),
  }),
);

const profilesIn = (json: DraftModule["json"]) => {
  const named = isObject(json.policy) ? textsOf(json.policy.profiles) : undefined;
  const known = policyProfiles.flatMap(({ id }) => (id !== "default" && named?.includes(id) ? [id] : []));
  return known.length > 0 ? { policy: { profiles: known } } : {};
};

/**
 * A draft as `lib/metadata` reads documents, for what it answers of columns, keys, patterns and policy: what is not finished
 * is absent, and so is what it does not ask for (scripts, models, uploads).
 */
export const draftDocument = remembered(
  (draft: DraftModule): ModuleDocument => ({
    "@type": "DataModule",
    format: 2,
    name: draft.name,
    sources: draft.sources.map((source) => ({ ...source })),
    ...profilesIn(draft.json),
    hierarchies: draft.hierarchies.map((hierarchy) => ({ ...ruleOf(hierarchy), name: hierarchy.name })),
    ...(draft.patterns.length > 0 ? { patterns: draft.patterns.map(patternOf) } : {}),
    tables: draft.tables.map(tableOf),
  }),
);

/** A table of a draft in the same form. */
export const draftTable = tableOf;
/** A column of a draft in the same form. */
export const draftColumn = columnOf;
