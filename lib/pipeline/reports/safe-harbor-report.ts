import {
  cleansedCells,
  contactKinds,
  countIdentifying,
  countsPersons,
  createKindSamples,
  dropKindSamples,
  type ModulePlan,
  publicationOf,
  publishedColumns,
  type TablePlan,
} from "#lib/compiler";
import type { SafeHarborReport } from "#lib/contracts";
import type { EngineRow } from "#lib/engine";
import {
  generalizing,
  hipaaSafeHarbor,
  judgeSafeHarbor,
  profilesOf,
  type SafeHarborColumn,
} from "#lib/metadata";
import { type ColumnProfile, detectKinds, profileQuery, readProfiles } from "#lib/privacy";
import type { RunContext } from "../run-context.ts";

/** A word or number that stands for fewer rows of the sample may be a person's; more different ones are no categories. */
const shared = { values: 50, rowsEach: 5 };
const isShared = ({ present, distinct }: ColumnProfile): boolean =>
  distinct <= shared.values && distinct * shared.rowsEach <= present;

/** Rows a table in which kinds are looked for: each costs a hundred conditions, so more only where the answer decides. */
const sampleRows = { chosen: 2000, other: 500 } as const;

interface Known {
  readonly kinds: readonly string[];
  readonly isShared: boolean;
}
const keyOf = (table: string, column: string): string => JSON.stringify([table, column]);

/** What each column seems to hold, by its names and its cleansed values; one query for all of them. */
async function kindsOf(
  { engine }: RunContext,
  tables: readonly TablePlan[],
): Promise<ReadonlyMap<string, Known>> {
  const columns = tables.flatMap((table) => table.columns.map((column) => ({ table, column })));
  const profiles = readProfiles(columns.length, await engine.rows(profileQuery(cleansedCells(tables))));
  return new Map(
    columns.map(({ table, column: { name, from, type } }, at) => {
      const profile = profiles[at];
      const named = [...new Set([name, from])];
      const found = profile ? named.flatMap((one) => detectKinds(one, type, profile)) : [];
      const kinds = [...new Set(found.map(({ kind }) => kind))];
      return [keyOf(table.name, name), { kinds, isShared: profile !== undefined && isShared(profile) }];
    }),
  );
}

function columnsOf(
  plan: ModulePlan,
  table: TablePlan,
  kinds: ReadonlyMap<string, Known>,
  row: EngineRow,
): readonly SafeHarborColumn[] {
  const places = publishedColumns(table).map(({ column }) => column.name);
  return table.columns.map((column) => {
    const publication = publicationOf(column);
    const at = places.indexOf(column.name);
    const count = (key: string) => Number(row[`${key}${at}`] ?? 0);
    const use = generalizing(column, column.anonymize);
    const known = kinds.get(keyOf(table.name, column.name));
    return {
      table: table.name,
      column: column.name,
      type: column.type,
      ...(use ? { use } : {}),
      isPublished: publication.how !== "none",
      isKey: column.key !== undefined,
      isOfPersons: plan.person === undefined || countsPersons(plan, table),
      kinds: known?.kinds ?? [],
      isShared: known?.isShared ?? false,
      present: count("p"),
      distinct: Math.min(count("d"), count("p")),
      finerThanYear: count("y"),
      olderThan89: count("o"),
      contacts: Object.fromEntries(contactKinds.map((kind) => [kind, count(`c${kind}`)])),
    };
  });
}

/** Looks for the identifiers of Safe Harbor in what will be published; undefined where nothing is. */
export async function safeHarborReport(context: RunContext): Promise<SafeHarborReport | undefined> {
  const { engine, plan, request, state } = context;
  const chosen = profilesOf(request.document).some(({ id }) => id === hipaaSafeHarbor.id);
  const counted = chosen ? "all" : "sample";
  const year = new Date(state.startedAt).getUTCFullYear();
  const tables = plan.tables.filter((table) => table.publish && publishedColumns(table).length > 0);
  if (tables.length === 0) return undefined;
  const rows = chosen ? sampleRows.chosen : sampleRows.other;
  for (const table of tables)
    for (const statement of createKindSamples(table, rows)) await engine.execute(statement);
  const kinds = await kindsOf(context, tables);
  const columns: SafeHarborColumn[] = [];
  for (const table of tables) {
    engine.at({ stage: "protect", table: table.name });
    const holds = (column: string) => {
      const own = kinds.get(keyOf(table.name, column))?.kinds ?? [];
      if (own.includes("age")) return "age";
      return own.includes("birth-date") ? "birth-date" : undefined;
    };
    const [row = {}] = await engine.rows(countIdentifying(table, { holds, year, rows: counted }));
    columns.push(...columnsOf(plan, table, kinds, row));
    for (const statement of dropKindSamples(table.name)) await engine.execute(statement);
  }
  return { chosen, counted, sampleRows: rows, ...judgeSafeHarbor(columns) };
}
