"use server";

import {
  pauseTrigger,
  putAwayAlert,
  removeTrigger,
  renewHookToken,
  renewSigningSecret,
  saveTrigger,
} from "#lib/operations/server";
import { actionFor } from "#lib/web/server";

export const pauseTriggerAction = actionFor(pauseTrigger);
export const putAwayAlertAction = actionFor(putAwayAlert);
export const removeTriggerAction = actionFor(removeTrigger);
export const renewHookTokenAction = actionFor(renewHookToken);
export const renewSigningSecretAction = actionFor(renewSigningSecret);
export const saveTriggerAction = actionFor(saveTrigger);
