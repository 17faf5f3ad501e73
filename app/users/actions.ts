"use server";

import { createUser, resetUserPassword, setUserDisabled, setUserRole } from "#lib/operations/server";
import { actionFor } from "#lib/web/server";

export const createUserAction = actionFor(createUser);
export const resetUserPasswordAction = actionFor(resetUserPassword);
export const setUserDisabledAction = actionFor(setUserDisabled);
export const setUserRoleAction = actionFor(setUserRole);
