export { type ChosenTable, firstDocument, slugOf } from "./first-document.ts";
