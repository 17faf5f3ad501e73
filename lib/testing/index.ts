export {
  edgeValues,
  engineTypeOf,
  hostileTexts,
  hugeTexts,
  openTestEngine,
  type TestEngine,
  testSecret,
  valuesTable,
} from "./conformance.ts";
export { freshDatabase, type TestDatabase, testServerUrl } from "./postgres.ts";
