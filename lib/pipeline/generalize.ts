import {
  applyLevels,
  columnKey,
  countsPersons,
  countUngeneralized,
  createClasses,
  createPopulation,
  dropCombinations,
  dropCuts,
  restoreUngeneralized,
  type SearchedColumn,
  searchedColumns,
  type TablePlan,
} from "#lib/compiler";
import { AppError, type Text } from "#lib/kernel";
import {
  type AggregatedClasses,
  findGeneralization,
  type GeneralizationRequest,
  type GeneralizationResult,
  lowestEqual,
} from "#lib/privacy";
import { aggregatedClasses } from "./aggregated-classes.ts";
import { type CutClasses, cutClasses, recountPopulation } from "./cut-classes.ts";
import { modelName } from "./model-name.ts";
import { collectRemoved, countsOf } from "./reports/counts.ts";
import { type RunContext, tableState } from "./run-context.ts";

type Found = Extract<GeneralizationResult, { outcome: "found" }>;

/** What was chosen for the columns of one table's classes: one level a column, or levels of their own for every class. */
export type Chosen =
  | {
      readonly method: "optimal";
      readonly metric: string;
      readonly columns: readonly SearchedColumn[];
      readonly found: Found;
    }
  | CutClasses;

/** What is settled so far: levels by column (0 where classes have their own), and the choice of each table. */
export interface Decided {
  readonly levels: Map<string, number>;
  readonly chosen: Map<string, Chosen>;
}

/** Brings back values that an earlier attempt at this stage had generalized already. */
export async function forgetGeneralization(context: RunContext): Promise<void> {
  const { engine, plan } = context;
  for (const table of plan.tables) {
    for (const statement of dropCuts(table.name)) await engine.execute(statement);
    if ((await engine.count(countUngeneralized(table.name))) === 0) continue;
    for (const statement of restoreUngeneralized(table.name)) await engine.execute(statement);
  }
}

/** Rows of a table that may still be suppressed. */
function rowsLeft(context: RunContext, table: TablePlan): number {
  const { suppressed, transformed } = countsOf(table, tableState(context, table.name));
  return Math.max(0, Math.floor(table.suppressionLimit * transformed + 1e-9) - suppressed);
}

/** A run that cannot choose levels publishes nothing, and says why. */
const refused = (table: TablePlan, reason: Text): AppError =>
  new AppError(
    "generalization-refused",
    { table: table.name, model: table.models.map(modelName).join(", "), ...reason },
    { place: { stage: "protect", table: table.name, rule: table.models[0]?.rule } },
  );

/** The whole table under one label each, where no levels meet the models: suppression then does what it can. */
const topLevels = ({ columns }: AggregatedClasses): readonly number[] =>
  columns.map(({ levels }) => levels.length - 1);

/**
 * Chooses the levels of the hierarchies in a table's classes that nothing chose before, and writes the values at them.
 * Only distinct combinations leave the engine, as numbers.
 */
export async function generalize(context: RunContext, table: TablePlan, decided: Decided): Promise<boolean> {
  const { engine, plan } = context;
  engine.at({ stage: "protect", table: table.name });
  const columns = searchedColumns(plan, table, decided.levels);
  if (!columns.some(({ hierarchy }) => hierarchy)) return false;
  for (const statement of createClasses(plan, table, "published")) await engine.execute(statement);
  const classes = await aggregatedClasses(engine, table, columns, {
    persons: countsPersons(plan, table) && plan.person !== table.name,
  });
  await collectRemoved(context, table);
  if (classes.rows.length > 0) await choose(context, table, columns, classes, decided);
  for (const statement of dropCombinations(table, columns)) await engine.execute(statement);
  return classes.rows.length > 0;
}

async function choose(
  context: RunContext,
  table: TablePlan,
  columns: readonly SearchedColumn[],
  classes: AggregatedClasses,
  decided: Decided,
): Promise<void> {
  const { loss, timeBudget, search: method = "optimal" } = table.document.privacy ?? {};
  const metric = loss ?? "granularity";
  const search: GeneralizationRequest = {
    classes,
    models: table.models,
    loss: { rule: metric, with: {} },
    suppressionLimit: rowsLeft(context, table),
    ...(timeBudget === undefined ? {} : { budget: { seconds: timeBudget } }),
  };
  // Classes of a sample are smaller than the data's: a trial shows what the top levels leave.
  const isSample = context.request.sample !== undefined;
  if (method !== "optimal") {
    const cut = await cutClasses(context, table, columns, { search, method, metric });
    if ("reason" in cut && !isSample) throw refused(table, cut.reason);
    if (!("reason" in cut)) {
      for (const column of columns) if (column.hierarchy) decided.levels.set(columnKey(column), 0);
      decided.chosen.set(table.name, cut);
      return;
    }
    return await write(context, columns, topLevels(classes), decided);
  }
  const result = findGeneralization(search);
  if (result.outcome !== "found" && !isSample) throw refused(table, result.reason);
  const best = result.outcome === "found" ? lowestEqual(search, result.best) : undefined;
  await write(context, columns, best?.levels ?? topLevels(classes), decided);
  if (result.outcome === "found" && best)
    decided.chosen.set(table.name, { method, metric, columns, found: { ...result, best } });
}

async function write(
  { engine, plan }: RunContext,
  columns: readonly SearchedColumn[],
  levels: readonly number[],
  decided: Decided,
): Promise<void> {
  const chosen = columns.flatMap((column, index) =>
    column.hierarchy ? [{ column, level: levels[index] ?? 0 }] : [],
  );
  for (const { column, level } of chosen) decided.levels.set(columnKey(column), level);
  for (const owner of plan.tables) {
    const own = chosen.filter(({ column }) => column.table === owner.name);
    for (const statement of applyLevels(owner.name, own)) await engine.execute(statement);
  }
}

/** Makes the classes of a table's population, at the levels that were chosen. */
export async function countPopulation(
  context: RunContext,
  table: TablePlan,
  decided: Decided,
): Promise<void> {
  const { engine, plan } = context;
  for (const statement of createPopulation(plan, table, decided.levels)) await engine.execute(statement);
  const chosen = decided.chosen.get(table.name);
  if (chosen && chosen.method !== "optimal") await recountPopulation(context, table, chosen);
}
