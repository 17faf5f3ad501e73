import type { DuckDBConnection } from "@duckdb/node-api";

/** A column that grows by doubling: how many rows will come is not known before. */
class GrowingColumn {
  #values = new Float64Array(4096);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const wider = new Float64Array(this.#length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.#length++] = value;
  }

  get values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}

type Values = Parameters<DuckDBConnection["stream"]>[1];
type Take = (column: number, row: number, value: number) => void;

/** Streams a query of present doubles into one typed array per column. */
export async function readNumbers(
  connection: DuckDBConnection,
  query: string,
  values: Values,
): Promise<readonly Float64Array[]> {
  const columns: GrowingColumn[] = [];
  const count = await eachNumber(connection, query, values, (column, _, value) => {
    columns[column] ??= new GrowingColumn();
    columns[column].push(value);
  });
  return Array.from({ length: count }, (_, column) => columns[column]?.values ?? new Float64Array());
}

/** Streams a query of present doubles and keeps nothing; answers how many columns it has. */
export async function eachNumber(
  connection: DuckDBConnection,
  query: string,
  values: Values,
  take: Take,
): Promise<number> {
  const result = await connection.stream(query, values);
  for (let from = 0; ; ) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return result.columnCount;
    for (let column = 0; column < result.columnCount; column++)
      chunk.visitColumnValues(column, (value, row) => {
        if (typeof value !== "number") throw new TypeError("only present doubles are read as numbers");
        take(column, from + row, value);
      });
    from += chunk.rowCount;
  }
}
