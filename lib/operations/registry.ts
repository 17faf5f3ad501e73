import { archiveEnvironment } from "./environments/archive-environment.ts";
import { bindPlace } from "./environments/bind-place.ts";
import { createEnvironment } from "./environments/create-environment.ts";
import { getEnvironment } from "./environments/get-environment.ts";
import { listEnvironments } from "./environments/list-environments.ts";
import { updateEnvironment } from "./environments/update-environment.ts";
import { listHelp } from "./help/list-help.ts";
import { getHome } from "./home/get-home.ts";
import { admitModule } from "./keys/admit-module.ts";
import { destroyKey } from "./keys/destroy-key.ts";
import { dismissModule } from "./keys/dismiss-module.ts";
import { reIdentify } from "./keys/re-identify.ts";
import { rotateKey } from "./keys/rotate-key.ts";
import { archiveModule } from "./modules/archive-module.ts";
import { createModule } from "./modules/create-module.ts";
import { diffRevisions } from "./modules/diff-revisions.ts";
import { findColumns } from "./modules/find-columns.ts";
import { getCheckpoint } from "./modules/get-checkpoint.ts";
import { getDraft } from "./modules/get-draft.ts";
import { getModule } from "./modules/get-module.ts";
import { getRevision } from "./modules/get-revision.ts";
import { listCheckpoints } from "./modules/list-checkpoints.ts";
import { listModules } from "./modules/list-modules.ts";
import { lookAtPreviewOutput } from "./modules/look-at-preview-output.ts";
import { previewTable } from "./modules/preview-table.ts";
import { proposeMerges } from "./modules/propose-merges.ts";
import { readArtefact } from "./modules/read-artefact.ts";
import { reportPresence } from "./modules/report-presence.ts";
import { restoreCheckpoint } from "./modules/restore-checkpoint.ts";
import { restoreRevision } from "./modules/restore-revision.ts";
import { saveCheckpoint } from "./modules/save-checkpoint.ts";
import { saveDraft } from "./modules/save-draft.ts";
import { saveMerges } from "./modules/save-merges.ts";
import { saveRevision } from "./modules/save-revision.ts";
import { validateDocument } from "./modules/validate-document.ts";
import { getSpace } from "./oversight/get-space.ts";
import { listAudit } from "./oversight/list-audit.ts";
import { listDomains } from "./oversight/list-domains.ts";
import { createDownloadToken } from "./people/create-download-token.ts";
import { createUser } from "./people/create-user.ts";
import { getSession } from "./people/get-session.ts";
import { getSetUpState } from "./people/get-set-up-state.ts";
import { listUsers } from "./people/list-users.ts";
import { resetUserPassword } from "./people/reset-user-password.ts";
import { setUp } from "./people/set-up.ts";
import { setUserDisabled } from "./people/set-user-disabled.ts";
import { setUserRole } from "./people/set-user-role.ts";
import { proposeColumns } from "./proposals/propose-columns.ts";
import { proposeModule } from "./proposals/propose-module.ts";
import { suggestClasses } from "./proposals/suggest-classes.ts";
import { getPythonProgress } from "./python/get-python-progress.ts";
import { getPythonSettings } from "./python/get-python-settings.ts";
import { lockPackages } from "./python/lock-packages.ts";
import { updatePythonSettings } from "./python/update-python-settings.ts";
import { approveRevision } from "./reviews/approve-revision.ts";
import { getReview } from "./reviews/get-review.ts";
import { listOpenReviews } from "./reviews/list-open-reviews.ts";
import { requestChanges } from "./reviews/request-changes.ts";
import { requestReview } from "./reviews/request-review.ts";
import { cancelRun } from "./runs/cancel-run.ts";
import { getRun } from "./runs/get-run.ts";
import { listRunEvents } from "./runs/list-run-events.ts";
import { listRuns } from "./runs/list-runs.ts";
import { lookAtQuarantine } from "./runs/look-at-quarantine.ts";
import { lookAtScriptOutput } from "./runs/look-at-script-output.ts";
import { retryRun } from "./runs/retry-run.ts";
import { startRun } from "./runs/start-run.ts";
import { archiveSource } from "./sources/archive-source.ts";
import { createSource } from "./sources/create-source.ts";
import { getSource } from "./sources/get-source.ts";
import { getSourceDrift } from "./sources/get-source-drift.ts";
import { grantScript } from "./sources/grant-script.ts";
import { introspectSource } from "./sources/introspect-source.ts";
import { listReadableSources } from "./sources/list-readable-sources.ts";
import { listSources } from "./sources/list-sources.ts";
import { testSource } from "./sources/test-source.ts";
import { updateSource } from "./sources/update-source.ts";
import { archiveStore } from "./stores/archive-store.ts";
import { createStore } from "./stores/create-store.ts";
import { findOrphans } from "./stores/find-orphans.ts";
import { getStore } from "./stores/get-store.ts";
import { getStoreContents } from "./stores/get-store-contents.ts";
import { listStores } from "./stores/list-stores.ts";
import { moveVersions } from "./stores/move-versions.ts";
import { previewRetention } from "./stores/preview-retention.ts";
import { setRetention } from "./stores/set-retention.ts";
import { stopMove } from "./stores/stop-move.ts";
import { testStore } from "./stores/test-store.ts";
import { updateStore } from "./stores/update-store.ts";
import {
  pauseTrigger,
  removeTrigger,
  renewHookToken,
  renewSigningSecret,
} from "./triggers/change-trigger.ts";
import { listSchedules } from "./triggers/list-schedules.ts";
import { listTriggers } from "./triggers/list-triggers.ts";
import { putAwayAlert } from "./triggers/put-away-alert.ts";
import { receiveHook } from "./triggers/receive-hook.ts";
import { saveTrigger } from "./triggers/save-trigger.ts";
import { completeUpload } from "./uploads/complete-upload.ts";
import { createUpload } from "./uploads/create-upload.ts";
import { listUploads } from "./uploads/list-uploads.ts";
import { resumeUpload } from "./uploads/resume-upload.ts";
import { getVersion } from "./versions/get-version.ts";
import { keepVersion } from "./versions/keep-version.ts";
import { listVersions } from "./versions/list-versions.ts";
import { openVersionFile } from "./versions/open-version-file.ts";
import { readModuleMetadata } from "./versions/read-module-metadata.ts";
import { readVersionMetadata } from "./versions/read-version-metadata.ts";
import { readVersionRows } from "./versions/read-version-rows.ts";
import { withdrawVersion } from "./versions/withdraw-version.ts";

/** Every operation: the access matrix, and the list of what the product can do. A new one is its file and a line here. */
export const operations = [
  getHome,
  listHelp,
  createDownloadToken,
  createUser,
  getSession,
  getSetUpState,
  listUsers,
  resetUserPassword,
  setUp,
  setUserDisabled,
  setUserRole,
  archiveSource,
  createSource,
  getSource,
  getSourceDrift,
  grantScript,
  introspectSource,
  listReadableSources,
  listSources,
  testSource,
  updateSource,
  archiveStore,
  createStore,
  getStore,
  listStores,
  testStore,
  updateStore,
  archiveEnvironment,
  bindPlace,
  createEnvironment,
  getEnvironment,
  listEnvironments,
  updateEnvironment,
  listUploads,
  createUpload,
  resumeUpload,
  completeUpload,
  archiveModule,
  createModule,
  diffRevisions,
  getDraft,
  getModule,
  getRevision,
  listModules,
  findColumns,
  previewTable,
  lookAtPreviewOutput,
  restoreRevision,
  readArtefact,
  proposeMerges,
  saveMerges,
  saveDraft,
  listCheckpoints,
  getCheckpoint,
  saveCheckpoint,
  restoreCheckpoint,
  reportPresence,
  saveRevision,
  validateDocument,
  proposeColumns,
  proposeModule,
  suggestClasses,
  approveRevision,
  getReview,
  listOpenReviews,
  requestChanges,
  requestReview,
  cancelRun,
  getRun,
  listRunEvents,
  listRuns,
  lookAtQuarantine,
  lookAtScriptOutput,
  retryRun,
  startRun,
  listTriggers,
  listSchedules,
  saveTrigger,
  pauseTrigger,
  removeTrigger,
  renewHookToken,
  renewSigningSecret,
  receiveHook,
  putAwayAlert,
  getVersion,
  listVersions,
  openVersionFile,
  readModuleMetadata,
  readVersionMetadata,
  readVersionRows,
  findOrphans,
  getStoreContents,
  moveVersions,
  previewRetention,
  setRetention,
  stopMove,
  keepVersion,
  withdrawVersion,
  getSpace,
  getPythonProgress,
  getPythonSettings,
  updatePythonSettings,
  lockPackages,
  listAudit,
  listDomains,
  admitModule,
  dismissModule,
  rotateKey,
  destroyKey,
  reIdentify,
] as const;

export type OperationId = (typeof operations)[number]["id"];
