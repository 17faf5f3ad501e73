import type { Anonymizer, KeyStrategy } from "#lib/anonymizers";
import { type ColumnTypeName, columnTypeNames, privacyClassSchema } from "#lib/contracts";
import { policyProfiles } from "#lib/metadata";
import type { Part, PolicyRow, PolicyVerdict } from "../entry.ts";
import { code, lead, words } from "../parts.ts";

type Profile = (typeof policyProfiles)[number];
type Allowed = Profile["allows"][keyof Profile["allows"]];

/** A condition in words: on which types, with which parameters. */
export function conditionParts({
  types,
  with: params = {},
}: {
  readonly types?: readonly ColumnTypeName[];
  readonly with?: Readonly<Record<string, readonly unknown[]>>;
}): readonly Part[] {
  const refused = columnTypeNames.filter((type) => types && !types.includes(type));
  return [
    ...Object.entries(params).flatMap(([key, values]) =>
      values.map((value) => code(`${key}: ${JSON.stringify(value)}`)),
    ),
    ...(types && refused.length < types.length
      ? [lead("not on", "кроме"), ...refused.map(code)]
      : (types ?? []).map(code)),
  ];
}

function verdictOf(allowed: Allowed, technique: string): PolicyVerdict {
  if (allowed === "any") return "allowed";
  const own = allowed.filter((allowance) => allowance.technique === technique);
  if (own.length === 0) return "refused";
  if (own.some((allowance) => !allowance.types && !allowance.with)) return "allowed";
  return { only: own.flatMap(conditionParts) };
}

/** A rule that only chooses is judged by those it chooses between. */
const asTheChosen: PolicyVerdict = {
  only: [words("rules that the class allows", "правилами, разрешёнными классу")],
};

/** What every policy says of a rule, class by class; it judges rules by their technique. */
export const policyRows = (rule: Anonymizer | KeyStrategy): readonly PolicyRow[] =>
  policyProfiles.map((profile) => ({
    profile: { id: profile.id, title: profile.title },
    verdicts: Object.fromEntries(
      privacyClassSchema.options.map((privacyClass) => [
        privacyClass,
        "appliedRules" in rule && profile.allows[privacyClass] !== "any"
          ? asTheChosen
          : verdictOf(profile.allows[privacyClass], rule.technique.etlx),
      ]),
    ) as PolicyRow["verdicts"], // one of every class, as just made
  }));
