export { type Detection, detectKinds } from "./detect-kind.ts";
export { personalDataKinds } from "./kinds/index.ts";
export { type ColumnProfile, profileQuery, readProfile } from "./profile-column.ts";
