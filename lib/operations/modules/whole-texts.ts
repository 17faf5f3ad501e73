import { AppError } from "#lib/kernel";

/** How a half of a character stands in JSON; so do these letters after a backslash of the text's own. */
const perhaps = /\\ud[89a-f]/;

/** Where a text is that holds half of a character, the first one; a name that does is told by what it is in. */
function brokenAt(value: unknown, path: readonly (string | number)[]): string | undefined {
  const here = path.length === 0 ? "document" : path.join("/");
  if (typeof value === "string") return value.isWellFormed() ? undefined : here;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (!key.isWellFormed()) return here;
    const found = brokenAt(inner, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Refuses texts that are not Unicode: databases, files and the JSON of other programs take none of them. @throws AppError `text-broken` */
export function assertWholeTexts(document: unknown): void {
  // A large document is written out faster than it is walked through, and hardly one has such a text.
  if (!perhaps.test(JSON.stringify(document))) return;
  const path = brokenAt(document, []);
  if (path !== undefined) throw new AppError("text-broken", { path });
}
