import type {
  CastFailurePolicy,
  ColumnType,
  OrphanPolicy,
  PrivacyClass,
  ViolationPolicy,
} from "#lib/contracts";
import type { ColumnRef, RequiredModel, RuleUse, TableDocument } from "#lib/metadata";

/** A check of a column with the place of its count among the table's rules. */
export interface CheckPlan {
  readonly use: RuleUse;
  readonly onViolation: ViolationPolicy;
  readonly default?: unknown;
  readonly ordinal: number;
}

/** How a column becomes coarser: a hierarchy of the module with its parameters. */
export interface HierarchyPlan extends RuleUse {
  readonly name: string;
  /** Where it is absent, Protect chooses it. */
  readonly level?: number | undefined;
  readonly weight?: number | undefined;
}

export interface ColumnPlan {
  readonly name: string;
  /** The transformed column it reads. */
  readonly from: string;
  readonly type: ColumnType;
  readonly normalize: readonly RuleUse[];
  readonly onCastFailure: CastFailurePolicy;
  readonly default?: unknown;
  readonly castOrdinal: number;
  readonly nulls: { readonly use: RuleUse; readonly tokens: readonly string[]; readonly ordinal: number };
  readonly checks: readonly CheckPlan[];
  readonly privacyClass?: PrivacyClass;
  readonly anonymize?: RuleUse;
  readonly anonymizeOrdinal: number;
  /** Instead of `anonymize`. */
  readonly hierarchy?: HierarchyPlan;
  /** The key whose canonical form it shares, for members of primary and foreign keys. */
  readonly key?: ColumnRef;
  /** Its linkage domain: equal values of one domain get equal pseudonyms. */
  readonly domain: string;
}

/** A check of the table with the place of its count among the table's rules. */
export interface TableCheckPlan {
  readonly use: RuleUse;
  readonly onViolation: ViolationPolicy;
  readonly ordinal: number;
}

export interface ForeignKeyPlan {
  readonly columns: readonly string[];
  readonly parent: string;
  readonly parentColumns: readonly string[];
  readonly onOrphan: OrphanPolicy;
  /** The rows that use the key; all where it is absent. */
  readonly when?: { readonly column: string; readonly equals: string | number | boolean };
  readonly ordinal: number;
  readonly cascadeOrdinal: number;
  readonly suppressOrdinal: number;
}

/** What a rule's count is reported as. The ordinal is the reason code of rejected rows and the bit of counted ones. */
export interface PlannedRule {
  readonly ordinal: number;
  readonly code:
    | "cast"
    | "check"
    | "null"
    | "key-null"
    | "key-duplicate"
    | "orphan"
    | "cascade"
    | "anonymize"
    | "fitted-check"
    | "privacy"
    | "privacy-cascade";
  readonly column?: string;
  readonly rule?: string;
  readonly action: string;
}

export interface TablePlan {
  readonly name: string;
  readonly publish: boolean;
  readonly document: TableDocument;
  readonly columns: readonly ColumnPlan[];
  readonly rules: readonly PlannedRule[];
  readonly primaryKey?: {
    readonly columns: readonly string[];
    readonly strategy: RuleUse;
    readonly winner: "first" | "last" | "reject" | "fail";
    readonly order: readonly string[];
    readonly onNull: "reject" | "fail";
    readonly nullOrdinal: number;
    readonly duplicateOrdinal: number;
  };
  readonly foreignKeys: readonly ForeignKeyPlan[];
  readonly checks: readonly TableCheckPlan[];
  readonly deduplicate?: {
    readonly columns: readonly string[];
    readonly winner: "first" | "last";
    readonly order: readonly string[];
    readonly ordinal: number;
  };
  readonly kAnonymity?: number;
  /** Privacy models: all of them hold in every class that is published. */
  readonly models: readonly RequiredModel[];
  /** The table that lists the population of k-map. */
  readonly population?: string;
  readonly suppressionLimit: number;
  readonly privacyOrdinal: number;
  readonly maxRejected?: number;
}

/** A module as plain serialisable data: what the stages compile their statements from. */
export interface ModulePlan {
  readonly module: string;
  readonly person?: string;
  readonly hierarchies: readonly HierarchyPlan[];
  /** Parents of transformations first, so that each transformed table exists before it is read. */
  readonly tables: readonly TablePlan[];
  /** Zone of naive timestamps per source name. */
  readonly timeZones: Readonly<Record<string, string>>;
}
