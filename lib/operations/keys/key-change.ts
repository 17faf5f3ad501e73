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
  const runAgain: string[] = [];
  for (const module of modules) {
    const present = (await db.versions.list(module)).filter((one) => one.withdrawnAt === undefined);
    const newest = new Map(present.toReversed().map((one) => [one.environment, one.number]));
    const isMade = (number: number) => versions.some((one) => one.module === module && one.number === number);
    // In whichever environment it is the newest.
    if ([...newest.values()].some(isMade)) runAgain.push(module);
  }
  return { ...(now === undefined ? {} : { keyId: now }), versions, runAgain };
}
