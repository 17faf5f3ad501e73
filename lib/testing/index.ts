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
export { fullDocument } from "./full-document.ts";
export { startHttpProxy, type TestHttpProxy } from "./http-proxy.ts";
export { answerJson, type HttpHandler, startHttpServer, type TestHttpServer } from "./http-server.ts";
export { mariadbOr, type TestMariadb } from "./mariadb.ts";
export { type MountedFolder, pythonOr, secondNameOr, smallDiskOr } from "./needs.ts";
export { startPackageRegistry, type TestPackages } from "./package-registry.ts";
export { parquetTable } from "./parquet-table.ts";
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
export { linkPythonEnvironment } from "./python-folder.ts";
export {
  editAndSave,
  hashOf,
  smallDocument,
  type TestRecords,
  testManifest,
  testRecords,
  testReports,
} from "./records.ts";
export { s3Or, type TestS3 } from "./s3.ts";
export { startTcpProxy, type TestTcpProxy } from "./tcp-proxy.ts";
export { wideDocument } from "./wide-document.ts";
