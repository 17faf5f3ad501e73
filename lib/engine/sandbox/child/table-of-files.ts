import type { SourceColumn } from "#lib/contracts";
import type { FileFacts, FileReading } from "#lib/sources";
import { duckdbQuoting } from "#lib/sql";

const { name: quote, literal } = duckdbQuoting;

export interface ReadableFile {
  readonly facts: FileFacts;
  readonly path: string;
  /** A table expression of the engine. */
  readonly from: string;
}

/** A file and how the engine reads it: all of a table, or a part of one. */
export interface TablePart {
  readonly file: FileReading;
  readonly readable: ReadableFile;
}

/** Partition columns of a file that it does not hold itself. */
const partitionOf = ({ file, readable }: TablePart): readonly (readonly [string, string])[] => {
  const own = new Set(readable.facts.columns.map(({ name }) => name.toLowerCase()));
  return Object.entries(file.partition ?? {}).filter(([name]) => !own.has(name.toLowerCase()));
};

/** All rows of a table's files; a column that some of them lack is null there. */
export const selectOf = (parts: readonly TablePart[]): string =>
  parts
    .map((part) => {
      const constants = partitionOf(part).map(([name, value]) => `, ${literal(value)} as ${quote(name)}`);
      return `select *${constants.join("")} from ${part.readable.from}`;
    })
    .join("\nunion all by name\n");

/** What a table of files is: every column that one of them has. @param scale files of the table to those that were looked at */
export function factsOf(parts: readonly TablePart[], scale: number): FileFacts | undefined {
  const [first] = parts;
  if (!first) return undefined;
  const columns = new Map<string, SourceColumn>();
  for (const part of parts) {
    const constants = partitionOf(part).map(([name]) => ({
      name,
      nativeType: "text",
      datatype: "string",
      nullable: false,
    }));
    for (const column of [...part.readable.facts.columns, ...constants]) {
      const known = columns.get(column.name);
      if (!known) columns.set(column.name, column);
      // What two files write differently is a text.
      else if (known.datatype !== column.datatype) columns.set(column.name, { ...known, datatype: "string" });
    }
  }
  const rows = parts.map(({ readable }) => readable.facts.estimatedRows);
  const { estimatedRows: _, ...facts } = first.readable.facts;
  return {
    ...facts,
    columns: [...columns.values()],
    ...(rows.every((count) => count !== undefined)
      ? { estimatedRows: Math.round(rows.reduce((sum, count) => sum + count, 0) * scale) }
      : {}),
  };
}
