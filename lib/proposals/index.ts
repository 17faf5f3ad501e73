export { type ChosenTable, firstDocument, slugOf } from "./first-document.ts";
export { inheritedLook } from "./inherited-look.ts";
