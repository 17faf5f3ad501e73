import type { Histogram, TableVerdict } from "#lib/contracts";
import type { Text } from "#lib/kernel";

/** What Help shows of a check of tables. A run, or the engine, executes the examples in the tests. */
export interface TableCheckDocs<Example extends { readonly params: object }> {
  readonly title: Text;
  readonly summary: Text;
  readonly examples: readonly Example[];
}

/** Rows as text, null where a cell is empty; a datatype for each column, in their order. */
export interface ExampleRows {
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly (readonly (string | null)[])[];
}

interface WithParams {
  readonly params: Readonly<Record<string, unknown>>;
}

/** Rows and the places, from 0, of those that violate. */
export interface RowsExample extends ExampleRows, WithParams {
  /** The other table of a reference, under the name that the parameters have. */
  readonly other?: ExampleRows;
  readonly violating: readonly number[];
}

/** A table that violates as a whole, or does not. */
export interface WholeTableExample extends ExampleRows, WithParams {
  /** When the run starts, as a timestamp with zone, where the check looks at it. */
  readonly startedAt?: string;
  readonly violated: boolean;
}

/** What a gate reads of a version: its rows, and figures of the column that the parameters name. */
export interface ExampleFigures {
  readonly published?: number;
  readonly nullShare?: number;
  readonly histogram?: Pick<Histogram, "kind" | "bins">;
}

export interface GateExample extends WithParams {
  readonly before: ExampleFigures;
  readonly now: ExampleFigures;
  readonly outcome: TableVerdict["outcome"];
}

type Figures = NonNullable<ExampleFigures["histogram"]>;

/** Rows by category. */
export const categories = (rows: Readonly<Record<string, number>>): Figures => ({
  kind: "category",
  bins: Object.entries(rows).map(([label, count]) => ({ label, rows: count })),
});

/** Rows of ranges, each from its beginning up to its end. */
export const ranges = (...bins: (readonly [from: string, to: string, rows: number])[]): Figures => ({
  kind: "range",
  bins: bins.map(([from, to, rows]) => ({ from, to, rows })),
});
