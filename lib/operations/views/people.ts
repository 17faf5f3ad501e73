import type { Person } from "#lib/contracts";
import type { Repositories } from "#lib/db/server";

/** Names for ids, fetched once for a whole answer. */
export type People = (id: string) => Person;

export async function peopleOf(
  db: Pick<Repositories, "users">,
  ids: readonly (string | undefined)[],
): Promise<People> {
  const wanted = [...new Set(ids.filter((id) => id !== undefined))];
  const names = wanted.length === 0 ? new Map<string, string>() : await db.users.names(wanted);
  return (id) => ({ id, name: names.get(id) ?? id });
}

/** A person who may be absent: the product itself acted. */
export const personOf = (people: People, id: string | undefined): Person | undefined =>
  id === undefined ? undefined : people(id);
