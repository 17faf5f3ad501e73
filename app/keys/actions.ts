"use server";

import { admitModule, destroyKey, dismissModule, reIdentify, rotateKey } from "#lib/operations/server";
import { actionFor } from "#lib/web/server";

export const admitModuleAction = actionFor(admitModule);
export const dismissModuleAction = actionFor(dismissModule);
export const rotateKeyAction = actionFor(rotateKey);
export const destroyKeyAction = actionFor(destroyKey);
export const reIdentifyAction = actionFor(reIdentify);
