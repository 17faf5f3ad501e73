import type { DuckDBConnection } from "@duckdb/node-api";

/** A column that grows by doubling: how many rows will come is not known before. */
class GrowingColumn {
  #values = new Float64Array(4096);
  #length = 0;

  push(value: unknown): void {
    if (typeof value !== "number") throw new TypeError("only present doubles are read as numbers");
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

/** Streams a query of present doubles into one typed array per column. */
export async function readNumbers(
  connection: DuckDBConnection,
  query: string,
  values: Parameters<DuckDBConnection["stream"]>[1],
): Promise<readonly Float64Array[]> {
  const result = await connection.stream(query, values);
  const columns = Array.from({ length: result.columnCount }, () => new GrowingColumn());
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return columns.map((column) => column.values);
    for (const [index, column] of columns.entries())
      chunk.visitColumnValues(index, (value) => column.push(value));
  }
}
