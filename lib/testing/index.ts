export { arbitraryDocument } from "./arbitrary-document.ts";
export {
  edgeValues,
  engineTypeOf,
  hostileTexts,
  hugeTexts,
  openTestEngine,
  secretInForm,
  type TestEngine,
  testSecret,
  valuesTable,
} from "./conformance.ts";
export { pythonOr, type SmallDisk, smallDiskOr } from "./needs.ts";
export {
  boundRows,
  type HarnessOptions,
  type HarnessRun,
  PipelineHarness,
  plain,
  type SourceData,
  type SourceRows,
  testDocument,
  testKeys,
} from "./pipeline-harness.ts";
export { freshDatabase, type TestDatabase, testServerUrl } from "./postgres.ts";
export {
  editAndSave,
  hashOf,
  smallDocument,
  type TestRecords,
  testManifest,
  testRecords,
  testReports,
} from "./records.ts";
export { wideDocument } from "./wide-document.ts";
