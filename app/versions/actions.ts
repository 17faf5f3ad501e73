"use server";

import { readVersionRows, withdrawVersion } from "#lib/operations/server";
import { actionFor } from "#lib/web/server";

export const readVersionRowsAction = actionFor(readVersionRows);
export const withdrawVersionAction = actionFor(withdrawVersion);
