import {
  ancestors,
  childrenOfRemoved,
  countClasses,
  createClasses,
  createSmallClasses,
  dropClasses,
  type ModulePlan,
  removeRows,
  rowsOfSmallClasses,
  type TablePlan,
} from "#lib/compiler";
import { AppError } from "#lib/kernel";
import { name, sql } from "#lib/sql";
import { passGates } from "../gates.ts";
import { type ChosenLevels, countPopulation, forgetGeneralization, generalize } from "../generalize.ts";
import { modelName } from "../model-name.ts";
import { collectRemoved, countsOf } from "../reports/counts.ts";
import { privacyReport, risksBefore } from "../reports/privacy-report.ts";
import { qualityReport } from "../reports/quality-report.ts";
import { type RunContext, type Stage, tableState } from "../run-context.ts";

const found = name("work", "suppress");

/** Suppresses a table's rows in classes that miss one of its models; answers how many. */
async function suppressSmall(context: RunContext, table: TablePlan): Promise<number> {
  const { engine, plan } = context;
  engine.at({ stage: "protect", table: table.name });
  await engine.execute(countClasses(plan, table, table.models));
  await engine.execute(createSmallClasses(table));
  await engine.execute(sql`create or replace table ${found} as ${rowsOfSmallClasses(plan, table)}`);
  const rows = await engine.count(sql`select count(*) from ${found}`);
  if (rows > 0)
    await engine.execute(
      removeRows(table.name, sql`select "__row" from ${found}`, table.privacyOrdinal, "protect"),
    );
  return rows;
}

/** Children of suppressed rows go with them, whatever their orphan policy says. */
async function suppressChildren(
  context: RunContext,
  parents: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const { engine, plan } = context;
  const changed = new Set<string>();
  for (const table of plan.tables) {
    for (const foreignKey of table.foreignKeys) {
      if (!parents.has(foreignKey.parent)) continue;
      engine.at({ stage: "protect", table: table.name });
      await engine.execute(
        sql`create or replace table ${found} as ${childrenOfRemoved(table, foreignKey, "protect")}`,
      );
      const rows = await engine.count(sql`select count(*) from ${found}`);
      if (rows === 0) continue;
      await engine.execute(
        removeRows(table.name, sql`select "__row" from ${found}`, foreignKey.suppressOrdinal, "protect"),
      );
      changed.add(table.name);
    }
  }
  return changed;
}

/** Removal and measuring alternate until nothing changes. */
async function suppress(context: RunContext, guarded: readonly TablePlan[]): Promise<void> {
  const { engine, plan } = context;
  for (const table of guarded) {
    engine.at({ stage: "protect", table: table.name });
    for (const statement of createClasses(plan, table, "published")) await engine.execute(statement);
  }
  for (let settled = false; !settled; ) {
    const suppressed = new Set<string>();
    for (const table of guarded) {
      if ((await suppressSmall(context, table)) > 0) suppressed.add(table.name);
    }
    settled = suppressed.size === 0;
    for (let parents: ReadonlySet<string> = suppressed; parents.size > 0; )
      parents = await suppressChildren(context, parents);
  }
}

/** Tables with models, parents first: their levels are chosen before those of tables whose classes they are part of. */
function guardedTables(plan: ModulePlan): readonly TablePlan[] {
  const guarded = plan.tables.filter((table) => table.publish && table.models.length > 0);
  const depth = (table: TablePlan) =>
    ancestors(plan, table.name).filter((parent) => guarded.some(({ name: own }) => own === parent)).length;
  return guarded.toSorted((a, b) => depth(a) - depth(b));
}

/** Generalizes as far as the models need it, then suppresses what is left, table after table. */
export async function enforce(context: RunContext): Promise<ReadonlyMap<string, ChosenLevels>> {
  const chosen = new Map<string, ChosenLevels>();
  const decided = new Map<string, number>();
  const guarded = guardedTables(context.plan);
  for (const [index, table] of guarded.entries()) {
    await countPopulation(context, table, decided);
    const levels = await generalize(context, table, decided);
    if (!levels && index < guarded.length - 1) continue;
    if (levels) chosen.set(table.name, levels);
    for (const earlier of guarded.slice(0, index + 1)) await countPopulation(context, earlier, decided);
    await suppress(context, guarded.slice(0, index + 1));
  }
  return chosen;
}

function assertWithinLimit(context: RunContext, table: TablePlan): void {
  const { suppressed, transformed } = countsOf(table, tableState(context, table.name));
  if (suppressed <= table.suppressionLimit * transformed || suppressed === 0) return;
  // A table without models of its own loses rows only with its parents, whose limit it falls under.
  if (table.models.length === 0) return;
  // Classes of a sample are smaller than the data's; what is left of it still meets the model.
  if (context.request.sample !== undefined) return;
  throw new AppError(
    "privacy-unmet",
    {
      table: table.name,
      model: table.models.map(modelName).join(", "),
      suppressed,
      transformed,
      limit: table.suppressionLimit * 100,
    },
    { place: { stage: "protect", table: table.name, rule: table.models[0]?.rule } },
  );
}

/** Enforces the privacy models to the fixpoint, measures them again on what will be published, and makes the reports. */
export const protect: Stage = {
  id: "protect",
  async run(context) {
    const { engine, plan, request } = context;
    await forgetGeneralization(context);
    const before = await risksBefore(context);
    const chosen = await enforce(context);
    for (const table of plan.tables) await collectRemoved(context, table);
    for (const table of plan.tables) assertWithinLimit(context, table);
    context.state.privacy = await privacyReport(context, before, chosen);
    context.state.quality = await passGates(context, await qualityReport(context));
    for (const table of plan.tables.filter((candidate) => candidate.publish)) {
      const state = tableState(context, table.name);
      state.published = countsOf(table, state).published;
      const report = context.state.privacy.tables.find((candidate) => candidate.name === table.name);
      request.ports.journal.emit({
        level: "info",
        kind: "progress",
        stage: "protect",
        table: table.name,
        rows: state.published,
        message: "protected",
        params: { k: report?.achievedK ?? "–", suppressed: countsOf(table, state).suppressed },
      });
      for (const statement of dropClasses(plan, table)) await engine.execute(statement);
    }
  },
};
