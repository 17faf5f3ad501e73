import {
  applyLevels,
  columnKey,
  countsPersons,
  countUngeneralized,
  createClasses,
  createPopulation,
  type DecidedLevels,
  dropCombinations,
  restoreUngeneralized,
  type SearchedColumn,
  searchedColumns,
  type TablePlan,
} from "#lib/compiler";
import { AppError } from "#lib/kernel";
import {
  findGeneralization,
  type GeneralizationRequest,
  type GeneralizationResult,
  lowestEqual,
} from "#lib/privacy";
import { aggregatedClasses } from "./aggregated-classes.ts";
import { modelName } from "./model-name.ts";
import { collectRemoved, countsOf } from "./reports/counts.ts";
import { type RunContext, tableState } from "./run-context.ts";

type Found = Extract<GeneralizationResult, { outcome: "found" }>;

/** What was chosen for the columns of one table's classes. */
export interface ChosenLevels {
  readonly columns: readonly SearchedColumn[];
  readonly found: Found & { readonly metric: string };
}

/** Brings back values that an earlier attempt at this stage had generalized already. */
export async function forgetGeneralization(context: RunContext): Promise<void> {
  const { engine, plan } = context;
  for (const table of plan.tables) {
    if ((await engine.count(countUngeneralized(table.name))) === 0) continue;
    for (const statement of restoreUngeneralized(table.name)) await engine.execute(statement);
  }
}

/** Rows of a table that may still be suppressed. */
function rowsLeft(context: RunContext, table: TablePlan): number {
  const { suppressed, transformed } = countsOf(table, tableState(context, table.name));
  return Math.max(0, Math.floor(table.suppressionLimit * transformed + 1e-9) - suppressed);
}

const refused = (table: TablePlan, result: Exclude<GeneralizationResult, Found>): AppError =>
  new AppError(
    "generalization-refused",
    { table: table.name, model: table.models.map(modelName).join(", "), ...result.reason },
    { place: { stage: "protect", table: table.name, rule: table.models[0]?.rule } },
  );

/** The whole table under one label each, where no levels meet the models: suppression then does what it can. */
const topLevels = (
  columns: readonly SearchedColumn[],
  request: { columns: readonly { levels: readonly unknown[] }[] },
) => columns.map((_, index) => (request.columns[index]?.levels.length ?? 1) - 1);

/**
 * Chooses the levels of the hierarchies in a table's classes that nothing chose before, and writes the values at them.
 * Undefined where there is nothing to choose. Only distinct combinations leave the engine, as numbers.
 */
export async function generalize(
  context: RunContext,
  table: TablePlan,
  decided: Map<string, number>,
): Promise<ChosenLevels | undefined> {
  const { engine, plan, request } = context;
  engine.at({ stage: "protect", table: table.name });
  const columns = searchedColumns(plan, table, decided);
  if (!columns.some(({ hierarchy }) => hierarchy)) return undefined;
  for (const statement of createClasses(plan, table, "published")) await engine.execute(statement);
  const classes = await aggregatedClasses(engine, table, columns, {
    persons: countsPersons(plan, table) && plan.person !== table.name,
  });
  await collectRemoved(context, table);
  if (classes.rows.length === 0) return undefined;
  const { loss, timeBudget } = table.document.privacy ?? {};
  const search: GeneralizationRequest = {
    classes,
    models: table.models,
    ...(loss ? { loss: { rule: loss, with: {} } } : {}),
    suppressionLimit: rowsLeft(context, table),
    ...(timeBudget === undefined ? {} : { budget: { seconds: timeBudget } }),
  };
  const result = findGeneralization(search);
  for (const statement of dropCombinations(table, columns)) await engine.execute(statement);
  // Classes of a sample are smaller than the data's: a trial shows what the top levels leave.
  if (result.outcome !== "found" && request.sample === undefined) throw refused(table, result);
  const best = result.outcome === "found" ? lowestEqual(search, result.best) : undefined;
  await write(context, columns, best?.levels ?? topLevels(columns, classes), decided);
  return result.outcome === "found" && best
    ? { columns, found: { ...result, best, metric: loss ?? "granularity" } }
    : undefined;
}

async function write(
  { engine, plan }: RunContext,
  columns: readonly SearchedColumn[],
  levels: readonly number[],
  decided: Map<string, number>,
): Promise<void> {
  const chosen = columns.flatMap((column, index) =>
    column.hierarchy ? [{ column, level: levels[index] ?? 0 }] : [],
  );
  for (const { column, level } of chosen) decided.set(columnKey(column), level);
  for (const owner of plan.tables) {
    const own = chosen.filter(({ column }) => column.table === owner.name);
    for (const statement of applyLevels(owner.name, own)) await engine.execute(statement);
  }
}

/** Makes the classes of a table's population, at the levels that were chosen. */
export async function countPopulation(
  { engine, plan }: RunContext,
  table: TablePlan,
  decided: DecidedLevels,
): Promise<void> {
  for (const statement of createPopulation(plan, table, decided)) await engine.execute(statement);
}
