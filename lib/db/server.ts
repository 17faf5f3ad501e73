export { isDatabaseLost } from "./client.ts";
export {
  type Database,
  openDatabase,
  type QueueTransaction,
  type Repositories,
  type Transaction,
} from "./database.ts";
export type { AlertRecord, AlertRepository, DeliveryRecord } from "./repositories/alerts.ts";
export type { ArtefactRecord, ArtefactRepository } from "./repositories/artefacts.ts";
export type { AuditEntry, AuditRecord, AuditRepository } from "./repositories/audit.ts";
export type { BoundFingerprints } from "./repositories/bound-places.ts";
export type {
  CheckpointRecord,
  CheckpointRepository,
  CheckpointSummary,
} from "./repositories/checkpoints.ts";
export type { DomainKeyRecord, DomainRepository, WrappedDomainKey } from "./repositories/domains.ts";
export type { DraftRecord, DraftRepository } from "./repositories/drafts.ts";
export type {
  EnvironmentBindings,
  EnvironmentRecord,
  EnvironmentRepository,
} from "./repositories/environments.ts";
export type {
  CopyToShow,
  HeldOne,
  Holding,
  HoldingPlace,
  HoldingRepository,
  UntoldCopy,
} from "./repositories/holdings.ts";
export type { ModuleRecord, ModuleRepository } from "./repositories/modules.ts";
export type { NewPlace, PlaceChange, PlaceRecord, PlaceRepository } from "./repositories/places.ts";
export type { PresenceRecord, PresenceRepository, PresentEditor } from "./repositories/presences.ts";
export type { QuarantineRecord, QuarantineRepository } from "./repositories/quarantines.ts";
export type {
  OpenReview,
  ReviewRecord,
  ReviewRepository,
  ReviewState,
} from "./repositories/reviews.ts";
export type { RevisionRecord, RevisionRepository, RevisionSummary } from "./repositories/revisions.ts";
export type { RunEventRepository, TimedRunEvent } from "./repositories/run-events.ts";
export type {
  ClaimedRun,
  ComesAgain,
  Lease,
  RunLabel,
  RunRecord,
  RunRepository,
  RunStageRecord,
} from "./repositories/runs.ts";
export type { SeenSchemaRecord, SeenSchemaRepository } from "./repositories/seen-schemas.ts";
export type {
  MoveHold,
  OrphanRecord,
  RetentionRecord,
  StoreMoveRecord,
  StoreUpkeepRepository,
} from "./repositories/store-upkeep.ts";
export type { NewTick, TickRecord, TickRepository } from "./repositories/trigger-ticks.ts";
export type {
  PlannedInstants,
  TriggerRecord,
  TriggerRepository,
  UpstreamRecord,
} from "./repositories/triggers.ts";
export type { UploadRecord, UploadRepository } from "./repositories/uploads.ts";
export type { UserRecord, UserRepository } from "./repositories/users.ts";
export type {
  VersionCandidate,
  VersionCard,
  VersionExtractionRecord,
  VersionFileRecord,
  VersionRecord,
  VersionRepository,
  VersionSummary,
} from "./repositories/versions.ts";
export type { WorkspaceRepository } from "./repositories/workspace.ts";
export type { RunListener } from "./run-listener.ts";

/** Deploys the migrations. Loaded only when called, and by no bundle: their engine is no part of what serves requests. */
export const migrate: typeof import("./migrations.ts").migrate = async (...input) =>
  (await import(/* turbopackIgnore: true */ "./migrations.ts")).migrate(...input);
