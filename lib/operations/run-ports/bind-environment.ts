import type { RunKind } from "#lib/contracts";
import type { EnvironmentRecord, Repositories } from "#lib/db/server";
import { AppError, type ErrorData } from "#lib/kernel";
import { bindDocument, bindSources, type ModuleDocument, placeNames } from "#lib/metadata";

type Records = Pick<Repositories, "environments">;

/** @throws AppError `environment-missing` for one that is not there or archived */
export async function assertEnvironment(
  { environments }: Records,
  environment: string | undefined,
): Promise<EnvironmentRecord | undefined> {
  if (environment === undefined) return undefined;
  const record = await environments.get(environment);
  if (record === undefined || record.archivedAt !== undefined)
    throw new AppError("environment-missing", { environment });
  return record;
}

/**
 * A document as it runs in an environment; without one, as it is written.
 * @throws AppError `environment-missing`, `environment-unbound`
 */
export async function documentIn(
  db: Records,
  document: ModuleDocument,
  environment: string | undefined,
): Promise<ModuleDocument> {
  const record = await assertEnvironment(db, environment);
  if (record === undefined || environment === undefined) return document;
  const bound = bindDocument(document, record.bindings);
  if (bound.ok) return bound.value;
  const names = [...bound.error.sources, ...bound.error.stores].join(", ");
  throw new AppError("environment-unbound", { environment, names });
}

/**
 * A draft, however unfinished, with the sources that a look at it reads in an environment; without one, as it is written.
 * @throws AppError `environment-missing`, `environment-unbound`
 */
export async function draftIn(
  db: Records,
  draft: unknown,
  environment: string | undefined,
): Promise<unknown> {
  const record = await assertEnvironment(db, environment);
  if (record === undefined || environment === undefined) return draft;
  const bound = bindSources(draft, record.bindings);
  if (bound.ok) return bound.value;
  throw new AppError("environment-unbound", { environment, names: bound.error.join(", ") });
}

/**
 * Refuses a document that writes where another environment is served. Publishing asks again.
 * @throws AppError `environment-store-taken`
 */
export const assertStoresServe = (
  { environments }: Records,
  document: ModuleDocument,
  environment: string | undefined,
): Promise<void> => environments.assertServe(placeNames(document).stores, environment);

/**
 * Why a document cannot run in an environment, as that is now; of one that cannot be read, why nothing can. A trial writes to no
 * store.
 */
export async function obstacleIn(
  db: Records,
  document: ModuleDocument | undefined,
  environment: string | undefined,
  kind: RunKind = "publication",
): Promise<ErrorData | undefined> {
  try {
    await assertEnvironment(db, environment);
    const bound = document && (await documentIn(db, document, environment));
    if (bound && kind === "publication") await assertStoresServe(db, bound, environment);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.toData();
    throw error;
  }
}
