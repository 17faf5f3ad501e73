import { findAnonymizer } from "#lib/anonymizers";
import type { PrivacyClass } from "#lib/contracts";
import type { DraftModule } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import { profilesOf } from "#lib/metadata";

const profilesIn = ({ json }: DraftModule): readonly string[] => {
  const { policy } = json;
  if (typeof policy !== "object" || policy === null || Array.isArray(policy)) return [];
  return Array.isArray(policy.profiles) ? policy.profiles.map(String) : [];
};

/**
 * Why a policy lets no use of a rule publish a class, by the policy's name; undefined where some use may be allowed. What it
 * allows only with some parameters is judged when they are there.
 */
export function policyMark(
  draft: DraftModule,
  privacyClass: PrivacyClass | undefined,
  locale: Locale,
): (rule: string) => string | undefined {
  if (privacyClass === undefined) return () => undefined;
  const profiles = profilesOf({ policy: { profiles: profilesIn(draft) } });
  return (rule) => {
    const definition = findAnonymizer(rule);
    // A condition applies other rules: those are judged.
    if (!definition || definition.appliedRules) return undefined;
    const refusing = profiles.find(({ allows }) => {
      const allowed = allows[privacyClass];
      return allowed !== "any" && !allowed.some(({ technique }) => technique === definition.technique.etlx);
    });
    return refusing?.title[locale];
  };
}
