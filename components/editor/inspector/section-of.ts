import type { Path } from "#lib/drafting";

const ofModule: Readonly<Record<string, string>> = {
  sources: "sources",
  parameters: "parameters",
  person: "person",
  policy: "policy",
  hierarchies: "hierarchies",
  packages: "packages",
  packageLock: "packages",
  upload: "upload",
};
const ofTable: Readonly<Record<string, string>> = {
  extraction: "extraction",
  transformation: "transformation",
  checks: "table-checks",
  limits: "table-checks",
  primaryKey: "keys",
  foreignKeys: "keys",
  deduplicate: "keys",
  privacy: "privacy",
};
const ofColumn: Readonly<Record<string, string>> = {
  name: "column",
  from: "column",
  title: "column",
  description: "column",
  datatype: "type",
  normalize: "type",
  onCastFailure: "type",
  default: "type",
  nulls: "nulls",
  checks: "checks",
};

const known = (parts: Readonly<Record<string, string>>, key: string | number | undefined) =>
  typeof key === "string" && Object.hasOwn(parts, key) ? parts[key] : undefined;

/** The part of the inspector in which a place of the document is edited. */
export function sectionOf([root, , part, , member]: Path): string {
  if (root !== "tables") return known(ofModule, root) ?? "module";
  if (part !== "columns") return known(ofTable, part) ?? "table";
  // What is wrong with a column as a whole is how it leaves.
  return known(ofColumn, member) ?? "leaving";
}
