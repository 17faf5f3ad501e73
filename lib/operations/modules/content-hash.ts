import type { ModuleDocument } from "#lib/metadata";
import { approvalHash } from "#lib/metadata/server";
import type { Services } from "../core/services.ts";
import { bindPlaces } from "../run-ports/index.ts";

/**
 * What an approval is of, computed from sources and stores as they are now: the very hash that a run computes from what it
 * binds (a test holds the two together; the run's own function lies behind a door that loads the engine).
 * @throws AppError `source-binding-missing`, `store-binding-missing`
 */
export async function contentHash(services: Services, document: ModuleDocument): Promise<string> {
  const { sources, stores } = await bindPlaces(services.db, services.masterKey, services, document);
  return approvalHash({
    document,
    sources: Object.fromEntries(
      sources.map(({ name, driver, config }) => [name, driver.fingerprint(config)]),
    ),
    stores: Object.fromEntries(stores.map(({ name, driver, config }) => [name, driver.fingerprint(config)])),
  });
}
