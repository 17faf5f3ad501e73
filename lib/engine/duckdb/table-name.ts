/** A table of the engine, by the names of its schema and its own. */
export interface TableName {
  readonly schema: string;
  readonly table: string;
}
