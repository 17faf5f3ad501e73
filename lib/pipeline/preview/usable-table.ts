import type { Diagnostic } from "#lib/contracts";
import { AppError, detailOf } from "#lib/kernel";
import type { ModuleDocument } from "#lib/metadata";

/** The errors that a document has, with the table they are of: what stands in the way of seeing more of one table. */
export function obstaclesOf(
  json: unknown,
  errors: readonly Diagnostic[],
  needed: ReadonlySet<string>,
): Diagnostic[] {
  const tables: unknown = typeof json === "object" && json !== null && "tables" in json ? json.tables : [];
  const nameAt = (index: number): unknown => {
    const table: unknown = Array.isArray(tables) ? tables[index] : undefined;
    return typeof table === "object" && table !== null && "name" in table ? table.name : undefined;
  };
  return errors.filter(({ path: at }) => {
    if (at[0] === "upload") return false;
    if (at[0] !== "tables" || typeof at[1] !== "number") return true;
    const table = nameAt(at[1]);
    return typeof table !== "string" || needed.has(table);
  });
}

export function assertTable(
  document: ModuleDocument | undefined,
  table: string,
  errors: readonly Diagnostic[],
): ModuleDocument {
  if (document?.tables.some(({ name: own }) => own === table)) return document;
  const [first] = errors;
  if (!first) throw new AppError("not-found", { what: "table", name: table });
  const at = first.path.join("/");
  throw new AppError(
    "document-invalid",
    { count: errors.length, path: at === "" ? "/" : at, ...detailOf(first.message) },
    { place: { path: at } },
  );
}
