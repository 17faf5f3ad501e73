import type { DraftView, Introspection, PlaceView, RevisionView, SavedDraft } from "#lib/contracts";
import type { Json } from "#lib/drafting";
import type { ModuleActions } from "../../modules/module-actions.ts";
import type { Action } from "../../ui/action.ts";

/** What the editor can ask of the server. */
export interface EditorActions
  extends Pick<
    ModuleActions,
    | "saveRevision"
    | "previewTable"
    | "suggestClasses"
    | "requestReview"
    | "startRun"
    | "proposeMerges"
    | "saveMerges"
  > {
  readonly saveDraft: Action<{ module: string; document: Json; etag: number }, SavedDraft>;
  readonly getDraft: Action<{ module: string }, DraftView>;
  readonly getRevision: Action<{ module: string; revision: number }, RevisionView>;
  readonly listSources: Action<{ archived?: boolean }, PlaceView[]>;
  readonly listStores: Action<{ archived?: boolean }, PlaceView[]>;
  readonly introspectSource: Action<{ name: string }, Introspection>;
}
