export { contentSecurityPolicy } from "./content-security-policy.ts";
export { nonceHeader, pathHeader } from "./path-header.ts";
