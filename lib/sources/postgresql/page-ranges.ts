import type { PostgresClient } from "#lib/network/server";
import { isReadTwiceAlike, parseSelect } from "#lib/sql";
import { quoteName } from "./quote.ts";

/** Pages below which a second connection costs more than it saves: 128 MB of 8 kB pages. */
const leastPages = 16_384;
/** More ranges at once would only wait for the same disks. */
const mostRanges = 8;
/** The first version that reads a range of pages without looking at the others. */
const firstVersion = 140_000;

interface RelationRow {
  readonly kind: string;
  readonly pages: string;
  readonly version: string;
}

/**
 * The scripts that together give the rows of one, each of its own pages of the table; undefined where the script is more than
 * columns of one large ordinary table, or the server would read everything for each.
 */
export async function pageRanges(
  client: PostgresClient,
  script: string,
  connections: number,
): Promise<readonly string[] | undefined> {
  const select = parseSelect(script, "postgresql");
  const [table, ...others] = select?.tables ?? [];
  if (!select || !table || others.length > 0 || !isReadTwiceAlike(select) || connections < 2)
    return undefined;
  const from = script.slice(select.from.at, select.from.end);
  const written = (table.schema === undefined ? [] : [table.schema]).concat(table.name);
  // As the server resolves it: what is not quoted is folded there.
  const named = written.map((part) => (from.includes(`"${part}"`) ? quoteName(part) : part)).join(".");
  const { rows } = await client.query<RelationRow>(
    `select c.relkind as kind, (pg_relation_size(c.oid) / current_setting('block_size')::int)::text as pages,
            current_setting('server_version_num') as version
     from pg_class c where c.oid = to_regclass($1)`,
    [named],
  );
  const [relation] = rows;
  const pages = Number(relation?.pages ?? 0);
  if (relation?.kind !== "r" || Number(relation.version) < firstVersion || pages < leastPages)
    return undefined;
  const count = Math.min(connections, mostRanges);
  const list = script.slice(select.list.at, select.list.end);
  const condition = select.where ? ` and (\n${script.slice(select.where.at, select.where.end)}\n)` : "";
  const alias = from.includes(`"${table.alias}"`) ? quoteName(table.alias) : table.alias;
  const edge = (index: number) => Math.floor((pages * index) / count);
  return Array.from({ length: count }, (_, index) => {
    const low = index === 0 ? "" : `${alias}.ctid >= '(${edge(index)},0)'::tid`;
    // The last one has no end: pages that came since are its own.
    const high = index === count - 1 ? "" : `${alias}.ctid < '(${edge(index + 1)},0)'::tid`;
    const range = [low, high].filter(Boolean).join(" and ");
    return `select ${list} from ${from} where (${range})${condition}`;
  });
}
