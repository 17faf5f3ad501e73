import type { ClusterSearch, ValueClusters } from "#lib/column-rules";
import type { PreviewCompare, PreviewStage, RowFate, Sample } from "#lib/contracts";
import type { OpenedValues } from "#lib/metadata";
import type { ColumnProfile } from "#lib/privacy";

/** Whose eyes a preview is for: what the source holds, what was approved to leave, or only what no rule lets through. */
export type PreviewSight = "raw" | "approved" | "hidden-by-rule";

/** One table of a module, as far as its document can be run. */
export interface TableRequest {
  /** As it is written; half-finished ones too. */
  readonly document: unknown;
  /** The values it refers to, by the names of their artefacts: they reach rules, and no text. */
  readonly values: readonly (readonly [artefact: string, values: OpenedValues])[];
  readonly table: string;
}

/** A look at one table after a stage. */
export interface PreviewRequest extends TableRequest {
  readonly stage: PreviewStage;
  readonly sample: Sample;
  readonly compare: PreviewCompare;
  readonly sight: PreviewSight;
  /** Which rows there are pages of; all where it is absent. */
  readonly fates?: readonly RowFate[] | undefined;
  /** The page of rows that is answered; figures are of the whole sample. */
  readonly offset: number;
  readonly limit: number;
}

/** What the columns of a transformed table count: rows that were looked at, and no value of them. */
export interface MadeProfile {
  readonly rows: number;
  readonly columns: readonly {
    readonly name: string;
    /** As `parseColumnType` reads it. */
    readonly datatype: string;
    readonly profile: ColumnProfile;
  }[];
}

/** A search for values that look like one in a column of a transformed table, for eyes that may see them. */
export interface MadeClusterRequest extends TableRequest {
  /** The transformed column. */
  readonly column: string;
  readonly search: ClusterSearch;
}

export interface MadeClusters extends ValueClusters {
  /** Whether the tables that it is made of were read to their ends. */
  readonly isComplete: boolean;
}
