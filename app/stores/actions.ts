"use server";

import { archiveStore, createStore, listStores, testStore, updateStore } from "#lib/operations/server";
import { actionFor } from "#lib/web/server";

export const archiveStoreAction = actionFor(archiveStore);
export const createStoreAction = actionFor(createStore);
export const listStoresAction = actionFor(listStores);
export const testStoreAction = actionFor(testStore);
export const updateStoreAction = actionFor(updateStore);
