import { type PrivacyClass, privacyClassSchema } from "#lib/contracts";

/** A table as the picture shows it. */
export interface DrawnTable {
  readonly name: string;
  readonly isPublished: boolean;
  readonly columns: readonly { readonly name: string; readonly privacyClass?: PrivacyClass }[];
  readonly primaryKey: readonly string[];
  readonly references: readonly { readonly table: string; readonly columns: readonly string[] }[];
}

const width = 340;
const gap = 40;
const heightOf = (table: DrawnTable) => 44 + Math.min(9, table.columns.length) * 22;

/** Parents to the left of their children; in a cycle, whoever comes first. */
export function layOut(tables: readonly DrawnTable[]): ReadonlyMap<string, { x: number; y: number }> {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const depths = new Map<string, number>();
  const depthOf = (name: string, above: ReadonlySet<string>): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    if (above.has(name)) return -1;
    const parents =
      byName.get(name)?.references.filter((one) => one.table !== name && byName.has(one.table)) ?? [];
    const depth = Math.max(-1, ...parents.map((one) => depthOf(one.table, new Set([...above, name])))) + 1;
    depths.set(name, depth);
    return depth;
  };
  const bottoms = new Map<number, number>();
  return new Map(
    tables.map((table) => {
      const depth = depthOf(table.name, new Set());
      const y = bottoms.get(depth) ?? 0;
      bottoms.set(depth, y + heightOf(table) + gap);
      return [table.name, { x: depth * width, y }];
    }),
  );
}

const object = (value: unknown): Readonly<Record<string, unknown>> =>
  value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const texts = (value: unknown): readonly string[] => list(value).filter((one) => typeof one === "string");

/** The tables of a draft: whatever is there already, nothing where it is not finished. */
export function drawnTables(document: unknown): readonly DrawnTable[] {
  return list(object(document).tables).flatMap((entry) => {
    const table = object(entry);
    if (typeof table.name !== "string") return [];
    return [
      {
        name: table.name,
        isPublished: table.publish !== false,
        primaryKey: texts(object(table.primaryKey).columns),
        columns: list(table.columns).flatMap((one) => {
          const { name, privacyClass } = object(one);
          return typeof name === "string"
            ? [{ name, privacyClass: privacyClassSchema.safeParse(privacyClass).data }]
            : [];
        }),
        references: list(table.foreignKeys).flatMap((one) => {
          const key = object(one);
          const parent = object(key.references).table;
          return typeof parent === "string" ? [{ table: parent, columns: texts(key.columns) }] : [];
        }),
      },
    ];
  });
}
