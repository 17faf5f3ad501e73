import { isKeyedPublication, publishedColumns, type TablePlan } from "#lib/compiler";
import type { RunContext } from "./run-context.ts";

/** The ids of the keys that published columns of some tables are made with, by domain. */
export async function keyIdsOf(
  { request }: Pick<RunContext, "request">,
  tables: readonly TablePlan[],
): Promise<Readonly<Record<string, string>>> {
  const domains = tables.flatMap((table) =>
    table.publish
      ? publishedColumns(table).flatMap(({ column, publication }) =>
          isKeyedPublication(publication) ? [column.domain] : [],
        )
      : [],
  );
  const found: Record<string, string> = {};
  for (const domain of [...new Set(domains)].sort()) found[domain] = await request.ports.keys.keyId(domain);
  return found;
}
