import { parseModuleReference } from "#lib/contracts";
import type { Repositories } from "#lib/db/server";
import type { PlaceNames } from "#lib/metadata";
import { placesNamedIn } from "../views/place-view.ts";

export interface ModulePlaces extends PlaceNames {
  readonly module: string;
  readonly title: string;
}

/** What environments have to bind, by modules: names in a draft and in the newest revision, which a run would take. */
export async function modulePlaces(
  db: Pick<Repositories, "modules" | "drafts" | "revisions">,
): Promise<readonly ModulePlaces[]> {
  const found: ModulePlaces[] = [];
  for (const { name, title } of await db.modules.list()) {
    const documents = [(await db.drafts.get(name))?.document, (await db.revisions.latest(name))?.document];
    const named = documents.map(placesNamedIn);
    const sources = named.flatMap((one) => one.sources).filter((ref) => !parseModuleReference(ref));
    const stores = named.flatMap((one) => one.stores);
    found.push({ module: name, title, sources: [...new Set(sources)], stores: [...new Set(stores)] });
  }
  return found;
}
