import { parseColumnType } from "#lib/contracts";

interface FooterColumn {
  readonly name: string;
  readonly datatype: string;
  readonly nullable: boolean;
}

/**
 * The value of a Parquet file's `pandas` key: nullable integer columns come back as `Int64`, exact above 2^53, where
 * they would be floats. Undefined where there is none.
 */
export function pandasFooter(columns: readonly FooterColumn[]): string | undefined {
  const integers = columns.filter(
    ({ datatype, nullable }) => nullable && parseColumnType(datatype)?.name === "integer",
  );
  if (integers.length === 0) return undefined;
  return JSON.stringify({
    index_columns: [],
    column_indexes: [],
    columns: integers.map(({ name }) => ({
      name,
      field_name: name,
      pandas_type: "int64",
      numpy_type: "Int64",
      metadata: null,
    })),
    pandas_version: "2.0.0",
  });
}
