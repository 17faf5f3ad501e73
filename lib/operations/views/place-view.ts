import type { PlaceView } from "#lib/contracts";
import type { PlaceRecord, Repositories } from "#lib/db/server";
import { peopleOf, personOf } from "./people.ts";
import { placesUsed } from "./places-used.ts";

type Records = Pick<Repositories, "users" | "modules" | "drafts" | "revisions" | "reviews" | "environments">;

/** Sources or stores as pages show them, with the modules that name them. */
export async function placeViews(
  db: Records,
  what: "sources" | "stores",
  places: readonly PlaceRecord[],
): Promise<PlaceView[]> {
  const people = await peopleOf(
    db,
    places.map((place) => place.createdBy),
  );
  const environments = places.length === 0 ? [] : await db.environments.list({ archived: true });
  const users =
    places.length === 0 ? new Map<string, readonly string[]>() : await placesUsed(db, what, environments);
  return places.map((place) => ({
    name: place.name,
    title: place.title,
    kind: place.kind,
    config: { ...place.config },
    secretNames: [...place.secretNames],
    createdBy: personOf(people, place.createdBy),
    createdAt: place.createdAt.toISOString(),
    updatedAt: place.updatedAt.toISOString(),
    archivedAt: place.archivedAt?.toISOString(),
    usedBy: [...(users.get(place.name) ?? [])],
    boundIn: environments
      .filter(({ bindings }) => [...bindings[what].values()].includes(place.name))
      .map(({ name }) => name),
  }));
}
