export type {
  Artefacts,
  BoundSource,
  BoundStore,
  Journal,
  Keys,
  Ports,
  PublishCandidate,
  Registry,
  StoredFile,
} from "./ports.ts";
export { type PreviewPool, previewPool } from "./preview/preview-pool.ts";
export type { PreviewRequest, PreviewSight } from "./preview/preview-request.ts";
export { PreviewSession } from "./preview/preview-session.ts";
export type { RunLimits, RunOutcome, RunRequest } from "./run-context.ts";
export { cleanUpStores, runPipeline } from "./run-pipeline.ts";
export { versionIdOf } from "./stages/publish.ts";
