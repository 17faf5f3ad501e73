import type { PreviewCompare, PreviewStage, Sample } from "#lib/contracts";
import type { OpenedValues } from "#lib/metadata";

/** Whose eyes a preview is for: what the source holds, what was approved to leave, or only what no rule lets through. */
export type PreviewSight = "raw" | "approved" | "hidden-by-rule";

/** A look at one table of a module, as far as its document can be run. */
export interface PreviewRequest {
  /** As it is written; half-finished ones too. */
  readonly document: unknown;
  /** The values it refers to, by the names of their artefacts: they reach rules, and no text. */
  readonly values: readonly (readonly [artefact: string, values: OpenedValues])[];
  readonly table: string;
  readonly stage: PreviewStage;
  readonly sample: Sample;
  readonly compare: PreviewCompare;
  readonly sight: PreviewSight;
  /** The page of rows that is answered; figures are of the whole sample. */
  readonly offset: number;
  readonly limit: number;
}
