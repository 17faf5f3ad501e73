import { defaultProfile } from "./default-profile.ts";
import type { PolicyProfile } from "./definition.ts";
import { federalLaw152 } from "./federal-law-152.ts";
import { gdpr } from "./gdpr.ts";
import { hipaaSafeHarbor } from "./hipaa-safe-harbor.ts";

/** Every policy profile. A new one is its file and a line here. */
export const policyProfiles = [defaultProfile, hipaaSafeHarbor, gdpr, federalLaw152] as const;

/** Profiles that a module may choose; the workspace's own holds anyway. */
export const policyProfileIds = [hipaaSafeHarbor.id, gdpr.id, federalLaw152.id] as const;
export type PolicyProfileId = (typeof policyProfileIds)[number];

/** The profiles that hold for a module. */
export const profilesOf = (document: {
  readonly policy?: { readonly profiles: readonly string[] } | undefined;
}): readonly PolicyProfile[] =>
  policyProfiles.filter(
    (profile) => profile.id === defaultProfile.id || document.policy?.profiles.includes(profile.id),
  );
