import { getRunAction } from "../runs/actions.ts";
import { introspectSourceAction, listSourcesAction } from "../sources/actions.ts";
import { listStoresAction } from "../stores/actions.ts";
import * as actions from "./actions.ts";

/** Everything that the editor of a module can ask of the server. */
export const editorActions = {
  saveDraft: actions.saveDraftAction,
  reportPresence: actions.reportPresenceAction,
  listCheckpoints: actions.listCheckpointsAction,
  saveCheckpoint: actions.saveCheckpointAction,
  getCheckpoint: actions.getCheckpointAction,
  getDraft: actions.getDraftAction,
  getRevision: actions.getRevisionAction,
  listSources: listSourcesAction,
  listStores: listStoresAction,
  introspectSource: introspectSourceAction,
  saveRevision: actions.saveRevisionAction,
  diffRevisions: actions.diffRevisionsAction,
  previewTable: actions.previewTableAction,
  requestReview: actions.requestReviewAction,
  startRun: actions.startRunAction,
  suggestClasses: actions.suggestClassesAction,
  proposeMerges: actions.proposeMergesAction,
  saveMerges: actions.saveMergesAction,
  getRun: getRunAction,
  proposeColumns: actions.proposeColumnsAction,
  proposeModule: actions.proposeModuleAction,
};
