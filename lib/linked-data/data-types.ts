import { type ColumnType, parseColumnType } from "#lib/contracts";

export interface DataTypes {
  /** Croissant: what mlcroissant reads without loss, or nearest to it. */
  readonly croissant: string;
  /** CSVW's base type. */
  readonly csvw: string;
  /** XSD, as SHACL's `sh:datatype`. */
  readonly xsd: string;
  /** The Parquet type of the file. */
  readonly physical: string;
  /** A loss that readers of the Croissant must know. */
  readonly caution?: string;
}

const plain: Readonly<Record<Exclude<ColumnType["name"], "decimal">, DataTypes>> = {
  string: { croissant: "sc:Text", csvw: "string", xsd: "xsd:string", physical: "string" },
  integer: { croissant: "sc:Integer", csvw: "integer", xsd: "xsd:integer", physical: "int64" },
  float: { croissant: "sc:Float", csvw: "double", xsd: "xsd:double", physical: "double" },
  boolean: { croissant: "sc:Boolean", csvw: "boolean", xsd: "xsd:boolean", physical: "boolean" },
  date: { croissant: "sc:Date", csvw: "date", xsd: "xsd:date", physical: "date" },
  time: { croissant: "sc:Time", csvw: "time", xsd: "xsd:time", physical: "time" },
  timestamp: { croissant: "sc:DateTime", csvw: "dateTime", xsd: "xsd:dateTime", physical: "timestamp" },
  "timestamp(tz)": {
    croissant: "sc:DateTime",
    csvw: "dateTimeStamp",
    xsd: "xsd:dateTimeStamp",
    physical: "timestamp(UTC)",
  },
  uuid: { croissant: "sc:Text", csvw: "string", xsd: "xsd:string", physical: "string" },
  json: { croissant: "sc:Text", csvw: "json", xsd: "xsd:string", physical: "string" },
  binary: { croissant: "sc:Text", csvw: "binary", xsd: "xsd:base64Binary", physical: "binary" },
};

/** More digits than a double keeps. */
const exactDigits = 15;

/** A column type in the vocabularies of metadata. */
export function dataTypesOf(datatype: string): DataTypes {
  const type = parseColumnType(datatype);
  if (type === undefined) throw new TypeError(`${datatype} is not a column type`);
  if (type.name !== "decimal") return plain[type.name];
  const isWhole = type.scale === 0;
  return {
    croissant: isWhole ? "sc:Integer" : "sc:Float",
    csvw: "decimal",
    xsd: "xsd:decimal",
    physical: `decimal(${type.precision},${type.scale})`,
    ...(!isWhole && type.precision > exactDigits
      ? {
          caution: `Exact to ${type.scale} decimals in the Parquet file; Croissant loaders read it as a float and lose digits.`,
        }
      : {}),
  };
}
