import type { Diagnostic } from "#lib/contracts";

/** A place in the text, counted from one, as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A diagnostic with its place in the text. */
export interface Problem extends Diagnostic {
  readonly place: Place;
}
