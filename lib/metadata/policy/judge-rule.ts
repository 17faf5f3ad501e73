import {
  type Anonymizer,
  findAnonymizer,
  findKeyStrategy,
  type InnerUse,
  isKeyed,
  type KeyStrategy,
} from "#lib/anonymizers";
import type { ColumnType, PrivacyClass } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import type { Allowance, PolicyProfile } from "./definition.ts";

interface AppliedRule {
  readonly id: string;
  readonly definition: Anonymizer | KeyStrategy;
  readonly params: unknown;
}

/** The rules that a use applies in the end: those a condition chooses between, else itself. Unreadable uses apply none. */
export function appliedRules(use: InnerUse): readonly AppliedRule[] {
  const definition = findKeyStrategy(use.rule) ?? findAnonymizer(use.rule);
  const parsed = definition?.params.safeParse(use.with ?? {});
  if (!definition || !parsed?.success) return [];
  const inner = definition.kind === "anonymizer" ? definition.appliedRules?.(parsed.data) : undefined;
  return inner?.flatMap(appliedRules) ?? [{ id: use.rule, definition, params: parsed.data }];
}

/** A level of a hierarchy is a generalization like one by rule. */
export const generalizing = <Use extends InnerUse>(
  {
    hierarchy,
  }: { readonly hierarchy?: { readonly name: string; readonly level?: number | undefined } | undefined },
  rule: Use | undefined,
): Use | InnerUse | undefined =>
  rule ??
  (hierarchy && {
    rule: "generalize-category",
    with: { hierarchy: hierarchy.name, level: hierarchy.level || 1 },
  });

const field = (params: unknown, key: string): unknown =>
  typeof params === "object" && params !== null
    ? Object.entries(params).find(([name]) => name === key)?.[1]
    : undefined;

function isCovered({ definition, params }: AppliedRule, type: ColumnType, allowance: Allowance): boolean {
  return (
    allowance.technique === definition.technique.etlx &&
    (allowance.types?.includes(type.name) ?? true) &&
    Object.entries(allowance.with ?? {}).every(([key, values]) => values.includes(field(params, key)))
  );
}

/** The rules among those a use applies that a profile does not allow for a class on a type. */
export function refusedRules(
  profile: PolicyProfile,
  privacyClass: PrivacyClass,
  use: InnerUse,
  type: ColumnType,
): readonly string[] {
  const allowed = profile.allows[privacyClass];
  if (allowed === "any") return [];
  return appliedRules(use)
    .filter((rule) => !allowed.some((allowance) => isCovered(rule, type, allowance)))
    .map(({ id }) => id);
}

/** What the profiles call a use's output: a law's method, or a word for what depends on a key. Each once. */
export function policyLabels(profiles: readonly PolicyProfile[], use: InnerUse): readonly Text[] {
  const rules = appliedRules(use);
  const labels = profiles.flatMap(({ methods, keyedOutput }) => [
    ...(keyedOutput && rules.some(({ definition, params }) => isKeyed(definition, params))
      ? [keyedOutput]
      : []),
    ...rules.flatMap(
      ({ definition }) =>
        methods?.all
          .filter(({ id }) => id === methods.of[definition.technique.etlx])
          .map(({ label }) => label) ?? [],
    ),
  ]);
  return labels.filter((label, at) => labels.findIndex((other) => other.en === label.en) === at);
}
