export { type LookOptions, lookAtTable, notLooked, tryToLook } from "./look-at-table.ts";
