import { isReadTwiceAlike, parseSelect } from "#lib/sql";
import type { FileReading, SessionOptions } from "../definition.ts";
import { inParallel } from "../in-parallel.ts";
import { type HttpSourceConfig, httpSource } from "./definition.ts";
import { emptyTable } from "./empty-table.ts";
import type { Fetching } from "./fetch-page.ts";
import { type FetchedTable, fetchTable } from "./fetch-table.ts";
import { keptOr } from "./kept-tables.ts";

/** Runs in the limit of time, or until `own` ends it; an end from outside comes out as what it is. */
export type Within = <T>(
  table: string,
  work: (fetching: Fetching) => Promise<T>,
  own?: AbortSignal,
) => Promise<T>;

type Table = HttpSourceConfig["tables"][number];

/** How many rows of a table a script needs for a sample: as many where it takes every row as it comes, else all. */
function enoughFor(script: string, sample: number | undefined): number | undefined {
  if (sample === undefined) return undefined;
  const select = parseSelect(script, httpSource.dialect);
  return select && !select.where && isReadTwiceAlike(select) ? sample : undefined;
}

/**
 * Fetches the tables of an API that a script names, each once in a session; the same files again for the same script.
 * @param folder where they are brought
 */
export function sessionTables(
  config: HttpSourceConfig,
  { keep, sample, named, signal }: Pick<SessionOptions, "keep" | "sample" | "named" | "signal">,
  { source, folder, within }: { readonly source: string; readonly folder: string; readonly within: Within },
): (script: string, wanted?: string) => Promise<readonly FileReading[]> {
  const fetched = new Map<string, Promise<FetchedTable>>();
  const empty = new Map<string, Promise<FileReading>>();

  const emptyFor = (table: string, script: string, wanted: string): Promise<FileReading> => {
    const key = JSON.stringify([table, script, wanted]);
    const columns = { script, named: named?.(wanted) ?? [] };
    const known = empty.get(key) ?? emptyTable(table, columns, { folder, source });
    empty.set(key, known);
    return known;
  };

  const fetchedOnce = (table: Table, enough: number | undefined, own: AbortSignal): Promise<FetchedTable> => {
    const name = `${table.table} ${enough ?? "all"}`;
    const known = fetched.get(name);
    if (known) return known;
    const fetch = () =>
      within(table.table, (fetching) => fetchTable(fetching, config.baseUrl, table, { folder, enough }), own);
    const coming = keptOr(keep, [config, table], enough, fetch);
    fetched.set(name, coming);
    // What was stopped, or failed, may be asked for again.
    coming.catch(() => fetched.delete(name));
    return coming;
  };

  return async (script, wanted = "") => {
    const words = script.toLowerCase();
    const enough = enoughFor(script, sample);
    const tables = await inParallel(
      config.tables.filter(({ table }) => words.includes(table.toLowerCase())),
      config.tablesAtOnce,
      async (table, own) => {
        const found = await fetchedOnce(table, enough, own);
        return found.isNameless ? [await emptyFor(table.table, script, wanted)] : found.readings;
      },
      signal,
    );
    return tables.flat();
  };
}
