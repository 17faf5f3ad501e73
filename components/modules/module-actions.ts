import type { ClusterMethodId } from "#lib/column-rules";
import type {
  ArtefactValues,
  GivenParameters,
  Preview,
  PreviewCompare,
  PreviewStage,
  ProposedMerges,
  RevisionDiff,
  RowFate,
  RunKind,
  Sample,
  SavedDraft,
} from "#lib/contracts";
import type { JsonObject } from "#lib/drafting";
import type { Action } from "../ui/action.ts";
import type { ChosenCluster } from "./merges-list.tsx";

export interface PreviewAsked {
  readonly module: string;
  /** Whose sources are read; absent: those that the document names. */
  readonly environment?: string;
  readonly table: string;
  readonly stage: PreviewStage;
  readonly compare: PreviewCompare;
  readonly sample: Sample;
  /** A rule to try on a column, which the draft does not have. */
  readonly instead?: {
    readonly column: string;
    readonly rule: { readonly rule: string; readonly with?: JsonObject };
  };
  /** Only rows that met one of these; all where it is absent. */
  readonly fates?: RowFate[];
  readonly offset: number;
  readonly limit: number;
  /** The preparation of Python that was waited for. */
  readonly waitedFor?: string;
}

/** A revision, where it would run; without an environment, as its document is written. */
interface Reviewed {
  readonly module: string;
  readonly revision: number;
  readonly environment?: string;
}

/** What the page of a module can do. */
export interface ModuleActions {
  readonly restoreRevision: Action<{ module: string; revision: number; etag: number }, unknown>;
  readonly diffRevisions: Action<
    { module: string; from: number | "draft"; to: number | "draft" },
    RevisionDiff
  >;
  readonly previewTable: Action<PreviewAsked, Preview>;
  readonly requestReview: Action<Reviewed & { comment: string }, unknown>;
  readonly approveRevision: Action<
    Reviewed & { contentHash: string; comment: string; acknowledged: string[] },
    unknown
  >;
  readonly requestChanges: Action<Reviewed & { comment: string }, unknown>;
  readonly startRun: Action<
    Reviewed & { kind: RunKind; sample?: number; parameters?: GivenParameters },
    { id: string }
  >;
  readonly readArtefact: Action<{ module: string; artefact: string }, ArtefactValues>;
  readonly proposeMerges: Action<
    {
      module: string;
      environment?: string;
      table: string;
      column: string;
      method: ClusterMethodId;
      radius: number;
      waitedFor?: string;
    },
    ProposedMerges
  >;
  readonly saveMerges: Action<
    { module: string; etag: number; table: string; column: string; clusters: ChosenCluster[] },
    SavedDraft
  >;
  readonly archiveModule: Action<{ name: string; archived: boolean }, unknown>;
}
