"use server";

import {
  approveRevision,
  archiveModule,
  createModule,
  diffRevisions,
  getDraft,
  getRevision,
  previewTable,
  proposeColumns,
  proposeMerges,
  proposeModule,
  readArtefact,
  requestChanges,
  requestReview,
  restoreRevision,
  saveDraft,
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
export const getDraftAction = actionFor(getDraft);
export const getRevisionAction = actionFor(getRevision);
export const proposeColumnsAction = actionFor(proposeColumns);
export const proposeModuleAction = actionFor(proposeModule);
export const proposeMergesAction = actionFor(proposeMerges);
export const readArtefactAction = actionFor(readArtefact);
export const previewTableAction = actionFor(previewTable);
export const requestChangesAction = actionFor(requestChanges);
export const requestReviewAction = actionFor(requestReview);
export const restoreRevisionAction = actionFor(restoreRevision);
export const saveDraftAction = actionFor(saveDraft);
export const saveMergesAction = actionFor(saveMerges);
export const saveRevisionAction = actionFor(saveRevision);
export const startRunAction = actionFor(startRun);
export const suggestClassesAction = actionFor(suggestClasses);
export const validateDocumentAction = actionFor(validateDocument);
