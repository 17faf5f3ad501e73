import { getRunAction } from "../runs/actions.ts";
import { introspectSourceAction, listReadableSourcesAction } from "../sources/actions.ts";
import { listStoresAction } from "../stores/actions.ts";
import * as actions from "./actions.ts";

/** Everything that the editor of a module can ask of the server. */
export const editorActions = {
  listCheckpoints: actions.listCheckpointsAction,
  saveCheckpoint: actions.saveCheckpointAction,
  getCheckpoint: actions.getCheckpointAction,
  getRevision: actions.getRevisionAction,
  listReadableSources: listReadableSourcesAction,
  listStores: listStoresAction,
  introspectSource: introspectSourceAction,
  saveRevision: actions.saveRevisionAction,
  diffRevisions: actions.diffRevisionsAction,
  findObstacle: actions.findObstacleAction,
  requestReview: actions.requestReviewAction,
  startRun: actions.startRunAction,
  suggestClasses: actions.suggestClassesAction,
  proposeMerges: actions.proposeMergesAction,
  saveMerges: actions.saveMergesAction,
  lookAtPreviewOutput: actions.lookAtPreviewOutputAction,
  getRun: getRunAction,
  proposeColumns: actions.proposeColumnsAction,
  proposeModule: actions.proposeModuleAction,
};
