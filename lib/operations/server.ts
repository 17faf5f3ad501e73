export { alertNetworkOf, bindDrivers, type DriverOptions } from "./core/bind-drivers.ts";
export { type OpenServices, openServices } from "./core/open-services.ts";
export type { Actor, AuditSubject, OpenOperation, Operation, Origin } from "./core/operation.ts";
export { perform } from "./core/perform.ts";
export type { Services } from "./core/services.ts";
export { archiveEnvironment } from "./environments/archive-environment.ts";
export { bindPlace } from "./environments/bind-place.ts";
export { createEnvironment } from "./environments/create-environment.ts";
export { findObstacle } from "./environments/find-obstacle.ts";
export { getEnvironment } from "./environments/get-environment.ts";
export { listEnvironments } from "./environments/list-environments.ts";
export { updateEnvironment } from "./environments/update-environment.ts";
export { listHelp } from "./help/list-help.ts";
export { getHome } from "./home/get-home.ts";
export { admitModule } from "./keys/admit-module.ts";
export { destroyKey } from "./keys/destroy-key.ts";
export { dismissModule } from "./keys/dismiss-module.ts";
export { reIdentify } from "./keys/re-identify.ts";
export { rotateKey } from "./keys/rotate-key.ts";
export { archiveModule } from "./modules/archive-module.ts";
export { createModule } from "./modules/create-module.ts";
export { diffRevisions } from "./modules/diff-revisions.ts";
export { findColumns } from "./modules/find-columns.ts";
export { getCheckpoint } from "./modules/get-checkpoint.ts";
export { getDraft } from "./modules/get-draft.ts";
export { getModule } from "./modules/get-module.ts";
export { getRevision } from "./modules/get-revision.ts";
export { listCheckpoints } from "./modules/list-checkpoints.ts";
export { listModules } from "./modules/list-modules.ts";
export { lookAtPreviewOutput } from "./modules/look-at-preview-output.ts";
export { previewTable } from "./modules/preview-table.ts";
export { proposeMerges } from "./modules/propose-merges.ts";
export { readArtefact } from "./modules/read-artefact.ts";
export { reportPresence } from "./modules/report-presence.ts";
export { restoreCheckpoint } from "./modules/restore-checkpoint.ts";
export { restoreRevision } from "./modules/restore-revision.ts";
export { saveCheckpoint } from "./modules/save-checkpoint.ts";
export { saveDraft } from "./modules/save-draft.ts";
export { saveMerges } from "./modules/save-merges.ts";
export { saveRevision } from "./modules/save-revision.ts";
export { validateDocument } from "./modules/validate-document.ts";
export { getSpace } from "./oversight/get-space.ts";
export { listAudit } from "./oversight/list-audit.ts";
export { listDomains } from "./oversight/list-domains.ts";
export type { Accounts } from "./people/accounts.ts";
export { type Auth, rateLimitAddress, rateLimitHeader, trustedOrigins } from "./people/auth.ts";
export { createDownloadToken } from "./people/create-download-token.ts";
export { createUser } from "./people/create-user.ts";
export { getSession } from "./people/get-session.ts";
export { getSetUpState } from "./people/get-set-up-state.ts";
export { listUsers } from "./people/list-users.ts";
export { resetUserPassword } from "./people/reset-user-password.ts";
export { setUp } from "./people/set-up.ts";
export { setUserDisabled } from "./people/set-user-disabled.ts";
export { setUserRole } from "./people/set-user-role.ts";
export { proposeColumns } from "./proposals/propose-columns.ts";
export { proposeModule } from "./proposals/propose-module.ts";
export { suggestClasses } from "./proposals/suggest-classes.ts";
export { getPackageLocking } from "./python/get-package-locking.ts";
export { getPythonProgress } from "./python/get-python-progress.ts";
export { getPythonSettings } from "./python/get-python-settings.ts";
export { lockPackages } from "./python/lock-packages.ts";
export { updatePythonSettings } from "./python/update-python-settings.ts";
export { type OperationId, operations } from "./registry.ts";
export { approveRevision } from "./reviews/approve-revision.ts";
export { getReview } from "./reviews/get-review.ts";
export { listOpenReviews } from "./reviews/list-open-reviews.ts";
export { requestChanges } from "./reviews/request-changes.ts";
export { requestReview } from "./reviews/request-review.ts";
export {
  type BoundPlaces,
  bindPlaces,
  type Drivers,
  databasePorts,
  documentIn,
  openQuarantine,
  type RunPorts,
  type RunPortsOptions,
  staleAfterMs,
  sweepRecord,
  versionAddresses,
  WorkerStopping,
} from "./run-ports/index.ts";
export { cancelRun } from "./runs/cancel-run.ts";
export { getRun } from "./runs/get-run.ts";
export { listRunEvents } from "./runs/list-run-events.ts";
export { listRuns } from "./runs/list-runs.ts";
export { lookAtQuarantine } from "./runs/look-at-quarantine.ts";
export { lookAtScriptOutput } from "./runs/look-at-script-output.ts";
export { retryRun } from "./runs/retry-run.ts";
export { startRun } from "./runs/start-run.ts";
export { archiveSource } from "./sources/archive-source.ts";
export { createSource } from "./sources/create-source.ts";
export { getSource } from "./sources/get-source.ts";
export { getSourceDrift } from "./sources/get-source-drift.ts";
export { grantScript } from "./sources/grant-script.ts";
export { introspectSource } from "./sources/introspect-source.ts";
export { listReadableSources } from "./sources/list-readable-sources.ts";
export { listSources } from "./sources/list-sources.ts";
export { testSource } from "./sources/test-source.ts";
export { updateSource } from "./sources/update-source.ts";
export { archiveStore } from "./stores/archive-store.ts";
export { createStore } from "./stores/create-store.ts";
export { findOrphans } from "./stores/find-orphans.ts";
export { getStore } from "./stores/get-store.ts";
export { getStoreContents } from "./stores/get-store-contents.ts";
export { listStores } from "./stores/list-stores.ts";
export { moveVersions } from "./stores/move-versions.ts";
export { previewRetention } from "./stores/preview-retention.ts";
export { setRetention } from "./stores/set-retention.ts";
export { stopMove } from "./stores/stop-move.ts";
export { testStore } from "./stores/test-store.ts";
export { updateStore } from "./stores/update-store.ts";
export { carryOutRetention } from "./stores/upkeep/carry-out-retention.ts";
export { carryOutMove } from "./stores/upkeep/move-copies.ts";
export { collectOrphans, findOrphansIn, orphanGraceMs } from "./stores/upkeep/orphans.ts";
export type { Upkeep } from "./stores/upkeep/places.ts";
export { cleanUpRun } from "./stores/upkeep/remove-run.ts";
export { type ShownCopy, showWaitingCopies } from "./stores/upkeep/show-waiting-copies.ts";
export { tellWithdrawals } from "./stores/upkeep/tell-withdrawals.ts";
export { endUnfinishedUploads } from "./stores/upkeep/unfinished-uploads.ts";
export { advanceTriggers } from "./triggers/advance-triggers.ts";
export {
  pauseTrigger,
  removeTrigger,
  renewHookToken,
  renewSigningSecret,
} from "./triggers/change-trigger.ts";
export { type DeliveryServices, deliverAlerts } from "./triggers/deliver-alerts.ts";
export { listSchedules } from "./triggers/list-schedules.ts";
export { listTriggers } from "./triggers/list-triggers.ts";
export { putAwayAlert } from "./triggers/put-away-alert.ts";
export { receiveHook } from "./triggers/receive-hook.ts";
export { saveTrigger } from "./triggers/save-trigger.ts";
export type { TriggerServices } from "./triggers/trigger-services.ts";
export { completeUpload } from "./uploads/complete-upload.ts";
export { createUpload } from "./uploads/create-upload.ts";
export { listUploads } from "./uploads/list-uploads.ts";
export { resumeUpload } from "./uploads/resume-upload.ts";
export { getVersion } from "./versions/get-version.ts";
export { keepVersion } from "./versions/keep-version.ts";
export { listVersions } from "./versions/list-versions.ts";
export { openVersionFile } from "./versions/open-version-file.ts";
export { readModuleMetadata } from "./versions/read-module-metadata.ts";
export { readVersionMetadata } from "./versions/read-version-metadata.ts";
export { readVersionRows } from "./versions/read-version-rows.ts";
export { withdrawVersion } from "./versions/withdraw-version.ts";
