export { type Detection, detectKinds } from "./detect-kind.ts";
export { personalDataKinds } from "./kinds/index.ts";
export { type ColumnProfile, profileQuery, readProfiles } from "./profile-column.ts";
export { profiledColumn, profileTable, rowsToProfile } from "./profile-table.ts";
export { proposeColumn } from "./propose-column.ts";
