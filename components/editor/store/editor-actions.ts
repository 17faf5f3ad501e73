import type { DraftView, SavedDraft } from "#lib/contracts";
import type { Json } from "#lib/drafting";
import type { ModuleActions } from "../../modules/module-actions.ts";
import type { Action } from "../../ui/action.ts";

/** What the editor can ask of the server. */
export interface EditorActions
  extends Pick<
    ModuleActions,
    | "saveRevision"
    | "previewTable"
    | "diffRevisions"
    | "suggestClasses"
    | "requestReview"
    | "startRun"
    | "proposeMerges"
    | "saveMerges"
  > {
  readonly saveDraft: Action<{ module: string; document: Json; etag: number }, SavedDraft>;
  readonly getDraft: Action<{ module: string }, DraftView>;
}
