import type { Repositories } from "#lib/db/server";
import type { SeenSource } from "#lib/metadata";
import { findSourceDefinition } from "#lib/sources";

/** A source as it was last seen, beside how it was at a moment; undefined where nobody has looked at it. */
export async function seenSource(
  db: Pick<Repositories, "seenSchemas">,
  { name, kind }: { readonly name: string; readonly kind: string },
  at: Date | undefined,
): Promise<SeenSource | undefined> {
  const dialect = findSourceDefinition(kind)?.dialect;
  const newest = dialect && (await db.seenSchemas.newest(name));
  if (!newest) return undefined;
  const before = at && (await db.seenSchemas.newest(name, at));
  return { dialect, now: newest.tables, before: before?.tables };
}
