import { keepVersionAction } from "../versions/actions.ts";
import {
  findOrphansAction,
  moveVersionsAction,
  previewRetentionAction,
  setRetentionAction,
  stopMoveAction,
} from "./actions.ts";

export { archiveStoreAction, testStoreAction } from "./actions.ts";

/** How long a store, or the record, keeps versions. */
export const retentionActions = { preview: previewRetentionAction, save: setRetentionAction };

/** What a store's page can do beside its settings. */
export const storeActions = {
  retention: retentionActions,
  move: { start: moveVersionsAction, stop: stopMoveAction },
  look: findOrphansAction,
  keepVersion: keepVersionAction,
};
