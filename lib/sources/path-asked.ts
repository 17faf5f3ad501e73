import type { FileReading } from "./definition.ts";

/** The most that a script gets of one path: it holds those bytes in memory, whole. */
export const mostGotBytes = 256 * 2 ** 20;

/** What came of a path that a script asks for, other than its bytes. */
export type PathRefusal = "unknown" | "too-large";

/** What is here for a path that a script asks for: a file of the source, or one that was fetched for this question alone. */
export type PathFound = { readonly listed: FileReading } | { readonly fetched: string };

/** Something by the path that people know it by; what is the same is the same file, in whichever table. */
interface Placed {
  readonly place: string;
  readonly is: string;
}

/** The one that a path means: the whole of its own, or enough of the end to tell it from the others. */
export function pathNamed<T extends Placed>(all: readonly T[], wanted: string): T | undefined {
  const exact = all.filter(({ place }) => place === wanted);
  const found = exact.length > 0 ? exact : all.filter(({ place }) => place.endsWith(`/${wanted}`));
  return new Set(found.map(({ is }) => is)).size === 1 ? found[0] : undefined;
}
