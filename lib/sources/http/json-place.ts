/**
 * A place in a JSON document: an RFC 6901 pointer (`/data/items`), or the part of RFC 9535 that names one place: `$`, `.name`,
 * `['name']`, `[0]`, with the `$.` left out where one likes. Nothing that selects several places.
 */
export function parseJsonPlace(text: string): readonly string[] | undefined {
  if (text === "" || text === "$") return [];
  if (text.startsWith("/"))
    return /~(?![01])/.test(text)
      ? undefined
      : text
          .slice(1)
          .split("/")
          .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const dotted = text.startsWith("$") ? text.slice(1) : text.startsWith("[") ? text : `.${text}`;
  const segment = /\.([^\s.[\]'"*?$@(),:]+)|\[(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\d+))\]/y;
  const parts: string[] = [];
  while (segment.lastIndex < dotted.length) {
    const found = segment.exec(dotted);
    if (!found) return undefined;
    const [, name, single, double, index] = found;
    parts.push(name ?? index ?? (single ?? double ?? "").replace(/\\(.)/g, "$1"));
  }
  return parts;
}

/** What stands at a place; undefined where nothing does. */
export function valueAt(document: unknown, place: readonly string[]): unknown {
  let value = document;
  for (const part of place) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}
