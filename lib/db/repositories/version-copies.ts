import { textSchema } from "#lib/contracts";
import type { Text } from "#lib/kernel";
import { fromJsonText } from "../json-text.ts";

/** A version in a store. */
export interface VersionCopyRecord {
  readonly store: string;
  readonly copy: unknown;
  /** Since when the store shows it to readers. */
  readonly shownAt: Date | undefined;
  /** When showing it was last tried, and why it did not succeed. */
  readonly showTriedAt: Date | undefined;
  readonly showFailure: Text | undefined;
  /** Retention has removed it. */
  readonly removedAt: Date | undefined;
}

export interface CopyRow {
  store: string;
  copy: string;
  shownAt: Date | null;
  showTriedAt: Date | null;
  showFailure: string | null;
  removedAt: Date | null;
}

export const toCopy = (row: CopyRow): VersionCopyRecord => ({
  store: row.store,
  copy: JSON.parse(row.copy) as unknown,
  shownAt: row.shownAt ?? undefined,
  showTriedAt: row.showTriedAt ?? undefined,
  showFailure:
    row.showFailure === null ? undefined : fromJsonText(textSchema, row.showFailure, `copy in ${row.store}`),
  removedAt: row.removedAt ?? undefined,
});
