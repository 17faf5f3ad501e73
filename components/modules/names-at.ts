type Path = readonly (string | number)[];

const step = (value: unknown, part: string | number): unknown =>
  typeof value === "object" && value !== null
    ? (value as Readonly<Record<string | number, unknown>>)[part]
    : undefined;

const nameOf = (value: unknown): string | undefined => {
  const name = step(value, "name") ?? step(value, "match");
  return typeof name === "string" ? name : undefined;
};

/** A place of a document by the names that people know it by: `people.town`. */
export function namesAt(document: unknown, path: Path): string {
  const names: string[] = [];
  let value = document;
  for (const part of path) {
    value = step(value, part);
    const name = nameOf(value);
    if (name !== undefined) names.push(name);
  }
  return names.join(".");
}
