"use server";

import {
  archiveStore,
  createStore,
  findOrphans,
  listStores,
  moveVersions,
  previewRetention,
  setRetention,
  stopMove,
  testStore,
  updateStore,
} from "#lib/operations/server";
import { actionFor } from "#lib/web/server";

export const archiveStoreAction = actionFor(archiveStore);
export const createStoreAction = actionFor(createStore);
export const listStoresAction = actionFor(listStores);
export const testStoreAction = actionFor(testStore);
export const updateStoreAction = actionFor(updateStore);
export const findOrphansAction = actionFor(findOrphans);
export const moveVersionsAction = actionFor(moveVersions);
export const previewRetentionAction = actionFor(previewRetention);
export const setRetentionAction = actionFor(setRetention);
export const stopMoveAction = actionFor(stopMove);
