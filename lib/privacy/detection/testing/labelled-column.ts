import type { ColumnTypeName } from "#lib/contracts";
import type { Make } from "./sample-values.ts";

/** A column and what it holds. `kind` null: none; a decoy. */
export interface LabelledColumn {
  readonly name: string;
  readonly kind: string | null;
  readonly make: Make;
  readonly type?: ColumnTypeName;
  readonly rows?: number;
}

export const column = (
  name: string,
  kind: string | null,
  make: Make,
  options: { readonly type?: ColumnTypeName; readonly rows?: number } = {},
): LabelledColumn => ({ name, kind, make, ...options });
