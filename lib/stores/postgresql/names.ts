import { createHash } from "node:crypto";

/** PostgreSQL cuts longer identifiers silently, and then two become one (NAMEDATALEN − 1). */
const mostBytes = 63;
const hashDigits = 8;

const shortHash = (text: string, digits = hashDigits): string =>
  createHash("sha256").update(text).digest("hex").slice(0, digits);

/** The longest beginning of a text that fits, whole characters only. */
function cut(text: string, bytes: number): string {
  let out = "";
  for (const char of text) {
    if (Buffer.byteLength(out + char) > bytes) break;
    out += char;
  }
  return out;
}

const within = (text: string, bytes: number): string =>
  Buffer.byteLength(text) <= bytes ? text : `${cut(text, bytes - hashDigits - 1)}_${shortHash(text)}`;

/** A table or column name as PostgreSQL takes it: itself, or its beginning and a hash of the whole. */
export const identifier = (name: string): string => within(name, mostBytes);

/** A module's name as a schema's beginning; hyphens would need quotes, and module names have no underscores. */
const moduleStem = (module: string, bytes: number): string => within(module.replaceAll("-", "_"), bytes);

export const runSchema = (prefix: string, module: string, runId: string): string => {
  const tail = `_${shortHash(runId, 16)}`;
  return `${prefix}_${moduleStem(module, mostBytes - prefix.length - 1 - tail.length)}${tail}`;
};
/** The schema that an upload script of a run fills. */
export const scriptSchema = (prefix: string, module: string, runId: string): string =>
  runSchema(prefix, module, `${runId}/script`);
/** Leaves room for ten digits. */
export const versionSchema = (module: string, version: number): string =>
  `${moduleStem(module, 51)}_v${version}`;
export const latestSchema = (module: string): string => `${moduleStem(module, 51)}_latest`;

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const columnList = (names: readonly string[]): string =>
  names.map((name) => quoteName(identifier(name))).join(", ");
export const qualified = (schema: string, table: string): string =>
  `${quoteName(schema)}.${quoteName(identifier(table))}`;
export const quoteLiteral = (text: string): string => {
  const escaped = text.replaceAll("'", "''");
  return escaped.includes("\\") ? ` E'${escaped.replaceAll("\\", "\\\\")}'` : `'${escaped}'`;
};
