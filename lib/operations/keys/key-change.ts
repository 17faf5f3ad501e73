import type { KeyChange } from "#lib/contracts";
import type { Services } from "../core/services.ts";

/** Which versions a key made, and whose newest version is among them: those modules are to be run again. */
export async function keyChange(
  { db }: Pick<Services, "db">,
  keyIds: readonly string[],
  now?: string,
): Promise<KeyChange> {
  const versions = (await Promise.all(keyIds.map((keyId) => db.versions.madeUnder(keyId)))).flat();
  const modules = [...new Set(versions.map(({ module }) => module))].sort();
  const newest = await Promise.all(modules.map((module) => db.versions.latest(module)));
  const runAgain = newest.flatMap((version) =>
    version && versions.some((one) => one.module === version.module && one.number === version.number)
      ? [version.module]
      : [],
  );
  return { ...(now === undefined ? {} : { keyId: now }), versions, runAgain };
}
