import { z } from "zod";
import {
  type Anonymizer,
  anonymizers,
  exampleLabel,
  exampleOutput,
  isKeyed,
  type KeyStrategy,
  keyStrategies,
  type Uniqueness,
  uniquenessOf,
} from "#lib/anonymizers";
import type { ColumnTypeName, PrivacyClass } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import type { ModuleDocument, RuleUse } from "#lib/metadata";
import { paramsLine } from "../../rules/params-line.ts";
import { fitsAnonymizer } from "./fits.ts";
import type { ColumnRow } from "./rows.ts";

export type Definition = Anonymizer | KeyStrategy;
export type OptionGroup = "recommended" | "keys" | "all";

/** A rule that could publish a column. */
export interface AnonymizerOption {
  readonly definition: Definition;
  readonly group: OptionGroup;
  /** Why it cannot. */
  readonly misfit: Text | undefined;
}

/**
 * What suits a class, best first, by technique: what identifies is hidden or replaced, what only helps to identify becomes
 * coarser, and of what is sensitive the figures stay useful. Data, so that it can be corrected.
 */
const suited: Readonly<Record<PrivacyClass, readonly string[]>> = {
  "direct-identifier": ["pseudonymize", "fake", "identifier", "fpe", "encrypt", "redact", "drop", "mask"],
  "quasi-identifier": [
    "generalize-date",
    "generalize-number",
    "generalize-category",
    "generalize-prefix",
    "top-bottom-code",
    "round",
    "date-shift",
    "keep",
    "drop",
  ],
  sensitive: [
    "round",
    "noise",
    "top-bottom-code",
    "generalize-date",
    "generalize-number",
    "redact-text",
    "keep",
    "drop",
  ],
  insensitive: [],
};
/** More would be no recommendation. */
const mostRecommended = 4;
/** On a text these say more than the techniques that suit any type. */
const ofTypes: Readonly<Partial<Record<ColumnTypeName, readonly string[]>>> = {
  json: ["redact-text", "drop"],
  binary: ["drop"],
};

const all: readonly Definition[] = [
  ...keyStrategies.filter((rule) => rule.kind === "key-strategy"),
  ...anonymizers,
];

const isForKeys = (definition: Definition) => keyStrategies.some(({ id }) => id === definition.id);

/** Every rule once: recommended ones that fit, then those for keys, then the others. `suggested` is what detection said. */
export function anonymizerOptions(
  document: Pick<ModuleDocument, "policy" | "hierarchies">,
  row: ColumnRow,
  suggested?: RuleUse,
): readonly AnonymizerOption[] {
  const judged = all.map((definition) => ({
    definition,
    misfit: fitsAnonymizer({ document }, row, { rule: definition.id }),
  }));
  const typeName = row.effective.datatype.replace(/\(.*/, "");
  const hasHierarchies = (document.hierarchies ?? []).length > 0;
  const techniques = (
    Object.entries(ofTypes).find(([name]) => name === typeName)?.[1] ??
    suited[row.effective.privacyClass ?? "direct-identifier"]
  ).filter((technique) => technique !== "generalize-category" || hasHierarchies);
  const rank = ({ definition: { id, technique } }: (typeof judged)[number]): number =>
    id === suggested?.rule
      ? -1
      : row.isPrimary
        ? ["surrogate", "pseudonymize"].indexOf(id)
        : techniques.indexOf(technique.etlx);
  const recommended = judged
    .filter((one) => !one.misfit && (rank(one) >= 0 || one.definition.id === suggested?.rule))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, mostRecommended);
  const rest = judged.filter((one) => !recommended.includes(one));
  const possibleFirst = (list: typeof judged) => [
    ...list.filter(({ misfit }) => !misfit),
    ...list.filter(({ misfit }) => misfit),
  ];
  return [
    ...recommended.map((one) => ({ ...one, group: "recommended" as const })),
    ...possibleFirst(rest.filter(({ definition }) => isForKeys(definition))).map((one) => ({
      ...one,
      group: "keys" as const,
    })),
    ...possibleFirst(rest.filter(({ definition }) => !isForKeys(definition))).map((one) => ({
      ...one,
      group: "all" as const,
    })),
  ];
}

/** What a rule promises; what depends on parameters is absent until they are right. */
export interface AnonymizerFacts {
  readonly isReversible: boolean;
  readonly isDeterministic: boolean;
  readonly isKeyed: boolean | undefined;
  readonly uniqueness: Uniqueness | undefined;
  /** Equal values stay equal, and different ones rarely meet: tables can be joined by it. */
  readonly keepsJoins: boolean | undefined;
}

export function factsOf(definition: Definition, given: Readonly<Record<string, unknown>>): AnonymizerFacts {
  const { properties, params } = definition;
  const parsed = params.safeParse(given);
  const depends = typeof properties.unique === "function" && !parsed.success;
  const uniqueness = depends ? undefined : uniquenessOf(definition, parsed.data);
  const keyedDepends = typeof properties.keyed === "function" && !parsed.success;
  return {
    isReversible: properties.reversible,
    isDeterministic: properties.deterministic,
    isKeyed: keyedDepends ? undefined : isKeyed(definition, parsed.data),
    uniqueness,
    keepsJoins: properties.deterministic ? uniqueness && uniqueness !== "lossy" : false,
  };
}

/** A value before and after; null is no value. */
export interface ShownChange {
  readonly before: string | null;
  /** Undefined where nothing is told of it. */
  readonly after: string | null | undefined;
  /** The parameters that it was made with, where they are others than those asked for. */
  readonly under?: string;
}

/**
 * Up to three of the examples that the engine is tested with, those with the parameters asked for where there are any; keyed
 * ones under the published key of examples.
 */
export function documentedSamples(
  definition: Definition,
  given: Readonly<Record<string, unknown>>,
): readonly ShownChange[] {
  const written = (params: unknown): string | undefined => {
    const parsed = definition.params.safeParse(params);
    return parsed.success ? JSON.stringify(parsed.data) : undefined;
  };
  const asked = written(given);
  const known = definition.docs.examples.flatMap((example) => {
    const after = exampleOutput(exampleLabel(definition.id, example)) ?? example.output;
    return after === undefined ? [] : [{ example, after }];
  });
  const same = known.filter(({ example }) => written(example.params ?? {}) === asked);
  return (same.length > 0 ? same : known).slice(0, 3).map(({ example: { input, params }, after }) => {
    const under =
      same.length > 0
        ? ""
        : paramsLine(
            z
              .record(z.string(), z.json())
              .catch({})
              .parse(params ?? {}),
          );
    return { before: input, after, ...(under ? { under } : {}) };
  });
}
