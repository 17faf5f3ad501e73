export { policyLabels } from "./judge-rule.ts";
export { type PolicyProfileId, policyProfiles, profilesOf } from "./profiles.ts";
