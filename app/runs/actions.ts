"use server";

import {
  cancelRun,
  getRun,
  listRunEvents,
  lookAtQuarantine,
  lookAtScriptOutput,
  retryRun,
  startRun,
} from "#lib/operations/server";
import { actionFor } from "#lib/web/server";

export const cancelRunAction = actionFor(cancelRun);
export const getRunAction = actionFor(getRun);
export const listRunEventsAction = actionFor(listRunEvents);
export const lookAtQuarantineAction = actionFor(lookAtQuarantine);
export const lookAtScriptOutputAction = actionFor(lookAtScriptOutput);
export const retryRunAction = actionFor(retryRun);
export const startRunAction = actionFor(startRun);
