import type { Preview, PreviewCompare, PreviewStage, RevisionDiff, RunKind, Sample } from "#lib/contracts";
import type { Action } from "../ui/action.ts";
import type { SaveDraft } from "./use-draft.ts";

export interface PreviewAsked {
  readonly module: string;
  readonly table: string;
  readonly stage: PreviewStage;
  readonly compare: PreviewCompare;
  readonly sample: Sample;
  readonly offset: number;
  readonly limit: number;
}

/** What the page of a module can do. */
export interface ModuleActions {
  readonly saveDraft: SaveDraft;
  readonly saveRevision: Action<{ module: string; etag: number; message: string }, { revision: number }>;
  readonly restoreRevision: Action<{ module: string; revision: number; etag: number }, unknown>;
  readonly diffRevisions: Action<
    { module: string; from: number | "draft"; to: number | "draft" },
    RevisionDiff
  >;
  readonly previewTable: Action<PreviewAsked, Preview>;
  readonly requestReview: Action<{ module: string; revision: number; comment: string }, unknown>;
  readonly approveRevision: Action<
    { module: string; revision: number; contentHash: string; comment: string; acknowledged: string[] },
    unknown
  >;
  readonly requestChanges: Action<{ module: string; revision: number; comment: string }, unknown>;
  readonly startRun: Action<
    { module: string; revision: number; kind: RunKind; sample?: number },
    { id: string }
  >;
  readonly archiveModule: Action<{ name: string; archived: boolean }, unknown>;
}
