"use server";

import {
  approveRevision,
  archiveModule,
  createModule,
  diffRevisions,
  getRevision,
  previewTable,
  requestChanges,
  requestReview,
  restoreRevision,
  saveDraft,
  saveRevision,
  startRun,
  validateDocument,
} from "#lib/operations/server";
import { actionFor } from "#lib/web/server";

export const approveRevisionAction = actionFor(approveRevision);
export const archiveModuleAction = actionFor(archiveModule);
export const createModuleAction = actionFor(createModule);
export const diffRevisionsAction = actionFor(diffRevisions);
export const getRevisionAction = actionFor(getRevision);
export const previewTableAction = actionFor(previewTable);
export const requestChangesAction = actionFor(requestChanges);
export const requestReviewAction = actionFor(requestReview);
export const restoreRevisionAction = actionFor(restoreRevision);
export const saveDraftAction = actionFor(saveDraft);
export const saveRevisionAction = actionFor(saveRevision);
export const startRunAction = actionFor(startRun);
export const validateDocumentAction = actionFor(validateDocument);
