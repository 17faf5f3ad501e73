import type { RunContext } from "../run-context.ts";

/** Names of the document's tables and columns: of what a script says, its errors show these beside its own words. */
export const scriptNames = ({ request }: RunContext): readonly string[] =>
  request.document.tables.flatMap((table) => [
    table.name,
    ...table.columns.flatMap(({ name, from }) => [name, from ?? name]),
  ]);
