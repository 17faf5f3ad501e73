"use server";

import { cancelRun, listRunEvents, lookAtQuarantine, retryRun, startRun } from "#lib/operations/server";
import { actionFor } from "#lib/web/server";

export const cancelRunAction = actionFor(cancelRun);
export const listRunEventsAction = actionFor(listRunEvents);
export const lookAtQuarantineAction = actionFor(lookAtQuarantine);
export const retryRunAction = actionFor(retryRun);
export const startRunAction = actionFor(startRun);
