export { type AccountPair, accountPairs, pairQuery, withPairs } from "./account-pairs.ts";
export { type Detection, detectKinds } from "./detect-kind.ts";
export { personalDataKinds } from "./kinds/index.ts";
export { type ColumnProfile, profileQuery, readProfiles } from "./profile-column.ts";
export { proposeColumn } from "./propose-column.ts";
