import type { DraftView, PlaceView, RevisionView, RunDetail, SavedDraft } from "#lib/contracts";
import type { Json } from "#lib/drafting";
import type { ModuleActions } from "../../modules/module-actions.ts";
import type { FromSourceProps } from "../../modules/module-from-source.tsx";
import type { LookAction } from "../../proposals/use-looks.ts";
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
  readonly getRevision: Action<{ module: string; revision: number }, RevisionView>;
  readonly getRun: Action<{ id: string }, RunDetail>;
  readonly listSources: Action<Record<string, never>, PlaceView[]>;
  readonly introspectSource: FromSourceProps["introspect"];
  readonly proposeColumns: LookAction;
  readonly proposeModule: FromSourceProps["propose"];
  readonly getDraft: Action<{ module: string }, DraftView>;
}
