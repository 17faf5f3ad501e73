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
export { type PythonPreparation, pythonPreparation } from "./python/prepare-python.ts";
export type { RunLimits, RunOutcome, RunRequest } from "./run-context.ts";
export { runPipeline } from "./run-pipeline.ts";
export { scriptPool } from "./scripts/python-limits.ts";
export { undoUpload } from "./scripts/upload/run-upload-script.ts";
export { showCopies } from "./show-copies.ts";
export { versionIdOf } from "./stages/publish.ts";
export { sweepScratch } from "./sweep-scratch.ts";
