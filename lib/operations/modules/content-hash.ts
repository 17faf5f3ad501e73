import type { ModuleDocument } from "#lib/metadata";
import { contentHashOf } from "#lib/metadata/server";
import type { RecordServices } from "../core/services.ts";
import { type Binders, bindPlaces } from "../run-ports/index.ts";

/**
 * What an approval is of, computed from sources and stores as they are now. In an environment, the document is already as it is
 * there.
 * @throws AppError `source-binding-missing`, `store-binding-missing`
 */
export async function contentHash(
  services: RecordServices & Binders,
  document: ModuleDocument,
  environment?: string,
): Promise<string> {
  const { db, masterKey } = services;
  return contentHashOf(document, await bindPlaces(db, masterKey, services, document, { environment }));
}
