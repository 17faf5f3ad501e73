"use server";

import {
  archiveSource,
  createSource,
  getSourceDrift,
  grantScript,
  introspectSource,
  listReadableSources,
  listUploads,
  testSource,
  updateSource,
} from "#lib/operations/server";
import { actionFor } from "#lib/web/server";

export const archiveSourceAction = actionFor(archiveSource);
export const createSourceAction = actionFor(createSource);
export const getSourceDriftAction = actionFor(getSourceDrift);
export const grantScriptAction = actionFor(grantScript);
export const introspectSourceAction = actionFor(introspectSource);
export const listReadableSourcesAction = actionFor(listReadableSources);
export const listUploadsAction = actionFor(listUploads);
export const testSourceAction = actionFor(testSource);
export const updateSourceAction = actionFor(updateSource);
