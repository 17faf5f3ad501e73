"use server";

import { updatePythonSettings } from "#lib/operations/server";
import { actionFor } from "#lib/web/server";

export const updatePythonSettingsAction = actionFor(updatePythonSettings);
