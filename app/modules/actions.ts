"use server";

import {
  approveRevision,
  archiveModule,
  createModule,
  diffRevisions,
  findObstacle,
  getCheckpoint,
  getRevision,
  listCheckpoints,
  lookAtPreviewOutput,
  previewTable,
  proposeColumns,
  proposeMerges,
  proposeModule,
  readArtefact,
  requestChanges,
  requestReview,
  restoreCheckpoint,
  restoreRevision,
  saveCheckpoint,
  saveMerges,
  saveRevision,
  startRun,
  suggestClasses,
  validateDocument,
} from "#lib/operations/server";
import { actionFor } from "#lib/web/server";

export const approveRevisionAction = actionFor(approveRevision);
export const archiveModuleAction = actionFor(archiveModule);
export const createModuleAction = actionFor(createModule);
export const diffRevisionsAction = actionFor(diffRevisions);
export const findObstacleAction = actionFor(findObstacle);
export const getCheckpointAction = actionFor(getCheckpoint);
export const getRevisionAction = actionFor(getRevision);
export const listCheckpointsAction = actionFor(listCheckpoints);
export const proposeColumnsAction = actionFor(proposeColumns);
export const proposeModuleAction = actionFor(proposeModule);
export const proposeMergesAction = actionFor(proposeMerges);
export const readArtefactAction = actionFor(readArtefact);
export const previewTableAction = actionFor(previewTable);
export const requestChangesAction = actionFor(requestChanges);
export const requestReviewAction = actionFor(requestReview);
export const restoreCheckpointAction = actionFor(restoreCheckpoint);
export const restoreRevisionAction = actionFor(restoreRevision);
export const saveCheckpointAction = actionFor(saveCheckpoint);
export const saveMergesAction = actionFor(saveMerges);
export const saveRevisionAction = actionFor(saveRevision);
export const startRunAction = actionFor(startRun);
export const suggestClassesAction = actionFor(suggestClasses);
export const validateDocumentAction = actionFor(validateDocument);
export const lookAtPreviewOutputAction = actionFor(lookAtPreviewOutput);
