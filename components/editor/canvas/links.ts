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
      /** Of the foreign key, in the child. */
      readonly index: number;
    }
  | { readonly kind: "feed"; readonly id: string; readonly child: string; readonly parent: string };

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
