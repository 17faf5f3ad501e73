"use server";

import { setUp } from "#lib/operations/server";
import { actionFor } from "#lib/web/server";

export const setUpAction = actionFor(setUp);
