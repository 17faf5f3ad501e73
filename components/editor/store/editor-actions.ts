import type {
  CheckpointSummary,
  CheckpointView,
  DraftView,
  EditorsPresent,
  PackageLock,
  PackageLocking,
  PackageUse,
  PlaceView,
  PreviewOutput,
  ReadableSource,
  RevisionView,
  RunDetail,
  SavedDraft,
  TableSuggestions,
} from "#lib/contracts";
import type { Json } from "#lib/drafting";
import type { FindObstacle } from "../../environments/environment-obstacle.tsx";
import type { ModuleActions } from "../../modules/module-actions.ts";
import type { FromSourceProps } from "../../modules/module-from-source.tsx";
import type { LookAction } from "../../proposals/use-looks.ts";
import type { Action } from "../../ui/action.ts";

/** What the editor can ask of the server. */
export interface EditorActions
  extends Pick<
    ModuleActions,
    "previewTable" | "requestReview" | "startRun" | "proposeMerges" | "saveMerges" | "diffRevisions"
  > {
  readonly saveDraft: Action<{ module: string; document: Json; etag: number }, SavedDraft>;
  readonly findObstacle: FindObstacle;
  readonly getRevision: Action<{ module: string; revision: number }, RevisionView>;
  readonly lockPackages: Action<{ module: string; packages: PackageUse[]; waitedFor?: string }, PackageLock>;
  readonly getPackageLocking: Action<{ module: string }, { locking?: PackageLocking }>;
  readonly lookAtPreviewOutput: Action<{ module: string; environment?: string }, readonly PreviewOutput[]>;
  readonly getRun: Action<{ id: string }, RunDetail>;
  readonly listReadableSources: Action<Record<string, never>, ReadableSource[]>;
  readonly introspectSource: FromSourceProps["introspect"];
  readonly proposeColumns: LookAction;
  readonly proposeModule: FromSourceProps["propose"];
  readonly getDraft: Action<{ module: string }, DraftView>;
  readonly listStores: Action<{ archived?: boolean }, PlaceView[]>;
  readonly saveRevision: Action<{ module: string; etag: number; message: string }, { revision: number }>;
  readonly reportPresence: Action<{ module: string; editor: string; place?: string }, EditorsPresent>;
  readonly listCheckpoints: Action<{ module: string }, readonly CheckpointSummary[]>;
  readonly saveCheckpoint: Action<{ module: string; etag: number; name: string }, unknown>;
  readonly getCheckpoint: Action<{ module: string; checkpoint: string }, CheckpointView>;
  readonly suggestClasses: Action<
    { module: string; environment?: string; table: string; all: boolean; waitedFor?: string },
    TableSuggestions
  >;
}
