import type { DraftModule } from "#lib/drafting";
import type { TableView } from "./use-steps.ts";

/** What a line between two tables stands for. */
export type CanvasLink =
  | {
      readonly kind: "key";
      readonly id: string;
      readonly child: string;
      readonly parent: string;
      readonly columns: readonly string[];
      readonly parentColumns: readonly string[];
      /** Between the same two groups or tables there are so many more. */
      readonly more?: number;
      /** Of the foreign key, in the child. */
      readonly index: number;
    }
  | {
      readonly kind: "feed";
      readonly id: string;
      readonly child: string;
      readonly parent: string;
      readonly more?: number;
    };

const named = (tables: DraftModule["tables"]) => new Set(tables.map(({ name }) => name));

/** Foreign keys between tables that are there, others than those of a table to itself. */
export function keyLinks({ tables }: DraftModule): readonly CanvasLink[] {
  const names = named(tables);
  return tables.flatMap((table) =>
    table.foreignKeys
      .filter(({ parent }) => names.has(parent) && parent !== table.name)
      .map(
        (key): CanvasLink => ({
          kind: "key",
          id: `key ${table.name} ${key.index} ${key.columns.join(" ")} ${key.parent}`,
          child: table.name,
          parent: key.parent,
          columns: key.columns,
          parentColumns: key.parentColumns,
          index: key.index,
        }),
      ),
  );
}

/** Tables whose rows others are made of. */
export const feedLinks = (views: readonly TableView[]): readonly CanvasLink[] =>
  views.flatMap(({ name, reads }) =>
    reads.map((parent): CanvasLink => ({ kind: "feed", id: `feed ${parent} ${name}`, child: name, parent })),
  );

/** Lines between what is drawn: those within a closed group are gone, those of one to the same other are one line. */
export function drawnLinks(
  links: readonly CanvasLink[],
  drawnIn: (table: string) => string,
): readonly CanvasLink[] {
  const found = new Map<string, CanvasLink>();
  for (const link of links) {
    const [child, parent] = [drawnIn(link.child), drawnIn(link.parent)];
    if (child === parent) continue;
    const isGathered = child !== link.child || parent !== link.parent;
    const key = isGathered ? `${link.kind} ${child} ${parent}` : link.id;
    const before = found.get(key);
    found.set(key, before ? { ...before, more: (before.more ?? 0) + 1 } : link);
  }
  return [...found.values()];
}
