import type { ModuleDocument } from "#lib/metadata";
import { contentHashOf } from "#lib/metadata/server";
import type { RecordServices } from "../core/services.ts";
import { type Binders, bindPlaces } from "../run-ports/index.ts";

/**
 * What an approval is of, computed from sources and stores as they are now.
 * @throws AppError `source-binding-missing`, `store-binding-missing`
 */
export async function contentHash(
  services: RecordServices & Binders,
  document: ModuleDocument,
): Promise<string> {
  return contentHashOf(document, await bindPlaces(services.db, services.masterKey, services, document));
}
