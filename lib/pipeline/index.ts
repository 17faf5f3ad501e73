export type {
  Artefacts,
  BoundSource,
  BoundStore,
  Journal,
  Keys,
  Ports,
  PublishCandidate,
  Registry,
  ScriptOutput,
  StoredFile,
} from "./ports.ts";
export type { PreviewRequest, PreviewSight } from "./preview/preview-request.ts";
export { notCovered } from "./reports/privacy-report.ts";
export type { RunLimits, RunOutcome, RunRequest } from "./run-context.ts";
