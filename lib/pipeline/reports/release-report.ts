import { compareReleases, quasiIdentifiers, type TablePlan } from "#lib/compiler";
import type { PrivacyReport } from "#lib/contracts";
import type { RunContext } from "../run-context.ts";

type TableReport = PrivacyReport["tables"][number];
type Previous = NonNullable<Awaited<ReturnType<RunContext["request"]["ports"]["registry"]["previous"]>>>;

/** Key columns by which rows of two versions are found to be the same; undefined where nothing joins them. */
function joiningKeys(table: TablePlan, now: TableReport, before: TableReport): readonly string[] | undefined {
  const keys = table.primaryKey?.columns ?? [];
  const joins = keys.every((key) => {
    const [a, b] = [now, before].map(({ columns }) => columns.find(({ name }) => name === key));
    return (
      a !== undefined &&
      b !== undefined &&
      a.rule === b.rule &&
      // Numbers of surrogates belong to one version.
      a.rule !== "surrogate" &&
      a.linkageDomain === b.linkageDomain &&
      a.keyId === b.keyId
    );
  });
  return keys.length > 0 && joins ? keys : undefined;
}

/** What this version and the one before reveal together; undefined where nobody can join their rows. */
export async function releaseReport(
  { engine, plan }: RunContext,
  table: TablePlan,
  now: TableReport,
  previous: Previous | undefined,
): Promise<TableReport["release"]> {
  const before = previous?.privacy?.tables.find(({ name }) => name === table.name);
  const columns = previous?.manifest.tables.find(({ name }) => name === table.name)?.columns;
  if (!previous || !before || !columns) return undefined;
  const keys = joiningKeys(table, now, before);
  const quasi = quasiIdentifiers(plan, table).flatMap((one) =>
    one.table === table.name && columns.some(({ name }) => name === one.column) ? [one.column] : [],
  );
  const file = keys && quasi.length > 0 ? await previous.file?.(table.name) : undefined;
  if (!keys || file === undefined) return undefined;
  engine.at({ stage: "protect", table: table.name });
  const [row = {}] = await engine.rows(compareReleases(table, keys, quasi, file));
  const [rows, both, changed, alone, smallest] = [
    row.rows,
    row.both,
    row.changed,
    row.alone,
    row.smallest,
  ].map(Number);
  if (!rows || !both) return { version: previous.number, shared: 0, changed: 0, alone: 0 };
  return {
    version: previous.number,
    shared: both / rows,
    changed: (changed ?? 0) / both,
    alone: (alone ?? 0) / both,
    ...(smallest ? { smallest } : {}),
  };
}
