import {
  choices,
  classEntropies,
  countClasses,
  countsRows,
  createClasses,
  ownQuasiIdentifiers,
  populationClasses,
  quasiIdentifiers,
  sizeCounts,
  smallestPopulation,
  type TablePlan,
  uniqueShares,
} from "#lib/compiler";
import type { PrivacyReport } from "#lib/contracts";
import { type Risks, risksOf, type SizeCount } from "#lib/privacy";
import type { RunContext } from "../run-context.ts";

type TableReport = PrivacyReport["tables"][number];

/** What an attacker can do with a table as it stands. */
export interface MeasuredRisk {
  readonly risks?: Risks;
  readonly smallest: number;
  /** Share of rows alone, by choice of quasi-identifiers; absent where it would cost too much. */
  readonly alone?: readonly number[];
  /** Bits of entropy of the table's own quasi-identifiers, by column. */
  readonly entropies: ReadonlyMap<string, number>;
}

/** Classes that are grouped once more for each choice of columns, and rows where persons must be told apart. */
const most = { classes: 1_000_000, rows: 1_000_000 };
/** How many choices of columns are told. */
const told = 5;

async function shares(
  { engine, plan, ...context }: Pick<RunContext, "engine" | "plan" | "state">,
  table: TablePlan,
  sizes: readonly SizeCount[],
): Promise<readonly number[] | undefined> {
  const classes = sizes.reduce((sum, one) => sum + one.classes, 0);
  const isCostly = countsRows(plan, table)
    ? classes > most.classes
    : (context.state.tables[table.name]?.transformed ?? 0) > most.rows;
  if (isCostly || classes === 0) return undefined;
  const rows = await engine.rows(uniqueShares(plan, table, choices(plan, table)));
  return rows.map((row) => Number(row.alone));
}

/** Counts the classes of a table, with the figures of `models`, and measures what they give away. */
export async function measureRisk(
  context: RunContext,
  table: TablePlan,
  values: "published" | "source",
): Promise<MeasuredRisk> {
  const { engine, plan } = context;
  engine.at({ stage: "protect", table: table.name });
  for (const statement of createClasses(plan, table, values)) await engine.execute(statement);
  const isPublished = values === "published";
  await engine.execute(countClasses(plan, table, isPublished ? table.models : []));
  const sizes = (await engine.rows(sizeCounts(table))).map((row) => ({
    size: Number(row.size),
    classes: Number(row.classes),
  }));
  const population =
    isPublished && table.population !== undefined && sizes.length > 0
      ? await engine.count(smallestPopulation(plan, table, populationClasses(table.name)))
      : undefined;
  const risks = risksOf(sizes, population);
  const alone = await shares(context, table, sizes);
  const bits = (await engine.rows(classEntropies(plan, table)))[0] ?? {};
  return {
    entropies: new Map(
      ownQuasiIdentifiers(plan, table).map(({ column, at }) => [column, Number(bits[`h${at}`] ?? 0)]),
    ),
    smallest: sizes[0]?.size ?? 0,
    ...(risks ? { risks } : {}),
    ...(alone ? { alone } : {}),
  };
}

export const riskOf = ({ risks }: MeasuredRisk): TableReport["riskAfter"] =>
  risks && { ...risks, atRisk: [...risks.atRisk] };

/** The choices of quasi-identifiers that singled out most before anything was done, and what they single out now. */
export function riskiest(
  { plan }: Pick<RunContext, "plan">,
  table: TablePlan,
  before: MeasuredRisk | undefined,
  after: MeasuredRisk,
): TableReport["riskiest"] {
  const { alone } = before ?? {};
  if (!alone) return undefined;
  const names = quasiIdentifiers(plan, table).map((quasi) => `${quasi.table}.${quasi.column}`);
  return choices(plan, table)
    .map((columns, index) => ({
      columns: columns.map((at) => names[at] ?? ""),
      before: alone[index] ?? 0,
      after: after.alone?.[index] ?? 0,
    }))
    .filter((choice) => choice.before > 0)
    .toSorted((a, b) => b.before - a.before || a.columns.length - b.columns.length)
    .slice(0, told);
}
