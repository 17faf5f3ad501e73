"use server";

import { archiveEnvironment, bindPlace, createEnvironment, updateEnvironment } from "#lib/operations/server";
import { actionFor } from "#lib/web/server";

export const archiveEnvironmentAction = actionFor(archiveEnvironment);
export const bindPlaceAction = actionFor(bindPlace);
export const createEnvironmentAction = actionFor(createEnvironment);
export const updateEnvironmentAction = actionFor(updateEnvironment);
