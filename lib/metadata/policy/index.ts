export { hipaaSafeHarbor } from "./hipaa-safe-harbor.ts";
export { generalizing, policyLabels, refusedRules } from "./judge-rule.ts";
export { judgeSafeHarbor, type SafeHarborColumn } from "./judge-safe-harbor.ts";
export { type PolicyProfileId, policyProfileIds, policyProfiles, profilesOf } from "./profiles.ts";
