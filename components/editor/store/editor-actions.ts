import type { DraftView, SavedDraft } from "#lib/contracts";
import type { Json } from "#lib/drafting";
import type { ModuleActions } from "../../modules/module-actions.ts";
import type { SuggestAction } from "../../proposals/suggestions-panel.tsx";
import type { Action } from "../../ui/action.ts";

/** What the editor can ask of the server. */
export interface EditorActions
  extends Pick<
    ModuleActions,
    "previewTable" | "requestReview" | "startRun" | "proposeMerges" | "saveMerges" | "diffRevisions"
  > {
  readonly saveDraft: Action<{ module: string; document: Json; etag: number }, SavedDraft>;
  readonly getDraft: Action<{ module: string }, DraftView>;
  readonly saveRevision: Action<{ module: string; etag: number; message: string }, { revision: number }>;
  readonly suggestClasses: SuggestAction;
}
