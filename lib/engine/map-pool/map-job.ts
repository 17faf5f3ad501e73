import type { ColumnType } from "#lib/contracts";

/** One column's values under one rule: what a thread needs to open the rule's map form. */
export interface MapJob {
  /** Id of an anonymization rule. */
  readonly rule: string;
  readonly params: unknown;
  readonly type: ColumnType;
}

/** To a thread. The key goes to threads only, and is wiped when the job ends. */
export type MapRequest =
  | { readonly kind: "open"; readonly job: MapJob; readonly key: Uint8Array }
  | { readonly kind: "map"; readonly values: readonly string[] }
  | { readonly kind: "end" };

/** From a thread, one for each `map`. A failure names no value. */
export type MapReply = { readonly values: readonly (string | null)[] } | { readonly failure: string };
