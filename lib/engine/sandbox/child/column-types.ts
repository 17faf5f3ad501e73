import type { SourceColumn } from "#lib/contracts";

const plain: Readonly<Record<string, { readonly datatype: string; readonly cast?: string }>> = {
  VARCHAR: { datatype: "string" },
  BIGINT: { datatype: "integer" },
  TINYINT: { datatype: "integer", cast: "bigint" },
  SMALLINT: { datatype: "integer", cast: "bigint" },
  INTEGER: { datatype: "integer", cast: "bigint" },
  UTINYINT: { datatype: "integer", cast: "bigint" },
  USMALLINT: { datatype: "integer", cast: "bigint" },
  UINTEGER: { datatype: "integer", cast: "bigint" },
  UBIGINT: { datatype: "decimal(20,0)", cast: "decimal(20,0)" },
  // sum() of integers is a HUGEINT.
  HUGEINT: { datatype: "decimal(38,0)", cast: "decimal(38,0)" },
  UHUGEINT: { datatype: "string", cast: "varchar" },
  DOUBLE: { datatype: "float" },
  FLOAT: { datatype: "float", cast: "double" },
  BOOLEAN: { datatype: "boolean" },
  DATE: { datatype: "date" },
  TIME: { datatype: "time" },
  TIME_NS: { datatype: "time", cast: "time" },
  TIMESTAMP: { datatype: "timestamp" },
  TIMESTAMP_S: { datatype: "timestamp", cast: "timestamp" },
  TIMESTAMP_MS: { datatype: "timestamp", cast: "timestamp" },
  TIMESTAMP_NS: { datatype: "timestamp", cast: "timestamp" },
  "TIMESTAMP WITH TIME ZONE": { datatype: "timestamp(tz)" },
  UUID: { datatype: "uuid" },
  BLOB: { datatype: "binary" },
  JSON: { datatype: "json", cast: "varchar" },
};

/** How a column of the engine's type reaches the module: our type, and the expression that brings it there. */
export function columnOf(
  name: string,
  engineType: string,
): { readonly column: SourceColumn; readonly expression: string } {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  const column = (datatype: string) => ({ name, nativeType: engineType, datatype, nullable: true });
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(engineType);
  if (decimal) return { column: column(`decimal(${decimal[1]},${decimal[2]})`), expression: quoted };
  const known = plain[engineType];
  if (known) {
    return {
      column: column(known.datatype),
      expression: known.cast ? `cast(${quoted} as ${known.cast}) as ${quoted}` : quoted,
    };
  }
  // Lists, structures and maps become JSON; what is left (enumerations, intervals, bits) is text.
  return /\[\d*\]$|^(STRUCT|MAP|UNION)\(/.test(engineType)
    ? { column: column("json"), expression: `cast(to_json(${quoted}) as varchar) as ${quoted}` }
    : { column: column("string"), expression: `cast(${quoted} as varchar) as ${quoted}` };
}
