import { type PrivacyClass, privacyClassSchema } from "#lib/contracts";

/** A table as the picture shows it. */
export interface DrawnTable {
  readonly name: string;
  readonly isPublished: boolean;
  readonly columns: readonly { readonly name: string; readonly privacyClass?: PrivacyClass }[];
  readonly primaryKey: readonly string[];
  readonly references: readonly { readonly table: string; readonly columns: readonly string[] }[];
}

/** Pixels of the picture. The box's width and rows are those of tables-graph.module.css. */
export const boxWidth = 250;
const betweenLayers = 90;
const gap = 36;
const laneHeight = 20;
export const shownColumns = 8;
export const heightOf = (table: Pick<DrawnTable, "columns">) =>
  46 + Math.min(shownColumns + 1, table.columns.length) * 22;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  /** Upper left corners of tables. */
  readonly places: ReadonlyMap<string, Point>;
  /** Where lines from this parent to that child pass between tables of the layers they cross: left ends of lanes. */
  readonly lanes: (parent: string, child: string) => readonly Point[];
}

interface Item {
  readonly id: string;
  readonly height: number;
  readonly above: readonly string[];
}

/** Parents to the left of their children, and a lane kept free in every layer that a key crosses: no line runs under a table. */
export function layOut(tables: readonly DrawnTable[]): Layout {
  const depths = depthsOf(tables);
  const depth = (name: string) => depths.get(name) ?? 0;
  const layers: Item[][] = [];
  const lanes = new Set<string>();
  const put = (layer: number, item: Item) => {
    layers[layer] = [...(layers[layer] ?? []), item];
  };
  const isAlone = (table: DrawnTable) =>
    !tables.some((other) =>
      other === table
        ? other.references.some((one) => one.table !== table.name && depths.has(one.table))
        : other.references.some((one) => one.table === table.name),
    );
  for (const table of tables.filter((one) => !isAlone(one))) {
    const parents = table.references.map((one) => one.table).filter((one) => depths.has(one));
    const above = parents.filter((one) => depth(one) < depth(table.name));
    for (const parent of above)
      for (let layer = depth(parent) + 1; layer < depth(table.name); layer += 1) {
        if (lanes.has(laneId(parent, layer))) continue;
        lanes.add(laneId(parent, layer));
        const before = layer - 1 === depth(parent) ? parent : laneId(parent, layer - 1);
        put(layer, { id: laneId(parent, layer), height: laneHeight, above: [before] });
      }
    put(depth(table.name), {
      id: table.name,
      height: heightOf(table),
      above: above.map((one) =>
        depth(one) + 1 === depth(table.name) ? one : laneId(one, depth(table.name) - 1),
      ),
    });
  }
  const places = stack(layers, tables.filter(isAlone));
  return {
    places,
    lanes: (parent, child) =>
      Array.from({ length: Math.max(0, depth(child) - depth(parent) - 1) }, (_, index) => {
        const lane = places.get(laneId(parent, depth(parent) + 1 + index)) ?? { x: 0, y: 0 };
        return { x: lane.x, y: lane.y + laneHeight / 2 };
      }),
  };
}

const laneId = (parent: string, layer: number) => `${parent} → ${layer}`;

/** How many parents lie before each table; in a cycle, whoever comes first. */
function depthsOf(tables: readonly DrawnTable[]): ReadonlyMap<string, number> {
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
  for (const table of tables) depthOf(table.name, new Set());
  return depths;
}

/**
 * Each layer from the top down, in the order of what its items hang on, as near to it as there is room. Tables that nothing
 * joins go where most room is left.
 */
function stack(
  layers: readonly (readonly Item[])[],
  alone: readonly DrawnTable[],
): ReadonlyMap<string, Point> {
  const places = new Map<string, Point>();
  const bottoms = layers.length === 0 ? [0] : layers.map(() => 0);
  const xOf = (layer: number) => layer * (boxWidth + betweenLayers);
  const wished = (item: Item): number => {
    const tops = item.above.flatMap((id) => places.get(id)?.y ?? []);
    return tops.length === 0 ? 0 : tops.reduce((sum, top) => sum + top, 0) / tops.length;
  };
  layers.forEach((layer, index) => {
    let bottom = 0;
    for (const item of layer.toSorted((a, b) => wished(a) - wished(b) || a.height - b.height)) {
      const y = Math.max(bottom, wished(item));
      places.set(item.id, { x: xOf(index), y });
      bottom = y + item.height + gap;
    }
    bottoms[index] = bottom;
  });
  for (const table of alone) {
    const y = Math.min(...bottoms);
    const layer = bottoms.indexOf(y);
    places.set(table.name, { x: xOf(layer), y });
    bottoms[layer] = y + heightOf(table) + gap;
  }
  return places;
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
