"use server";

import { createDownloadToken, keepVersion, readVersionRows, withdrawVersion } from "#lib/operations/server";
import { actionFor } from "#lib/web/server";

export const createDownloadTokenAction = actionFor(createDownloadToken);
export const readVersionRowsAction = actionFor(readVersionRows);
export const withdrawVersionAction = actionFor(withdrawVersion);
export const keepVersionAction = actionFor(keepVersion);
