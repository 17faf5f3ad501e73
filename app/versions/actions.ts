"use server";

import { createDownloadToken, readVersionRows, withdrawVersion } from "#lib/operations/server";
import { actionFor } from "#lib/web/server";

export const createDownloadTokenAction = actionFor(createDownloadToken);
export const readVersionRowsAction = actionFor(readVersionRows);
export const withdrawVersionAction = actionFor(withdrawVersion);
