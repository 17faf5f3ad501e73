import {
  ancestors,
  childrenOfRemoved,
  countClasses,
  createClasses,
  createSmallClasses,
  dropClasses,
  dropCuts,
  type ModulePlan,
  removeRows,
  rowsOfSmallClasses,
  type TablePlan,
} from "#lib/compiler";
import type { PrivacyReport } from "#lib/contracts";
import { AppError, type Locale } from "#lib/kernel";
import { name, sql } from "#lib/sql";
import { passGates } from "../gates.ts";
import { countPopulation, type Decided, forgetGeneralization, generalize } from "../generalize.ts";
import { modelName } from "../model-name.ts";
import { collectRemoved, countsOf } from "../reports/counts.ts";
import { privacyReport, risksBefore } from "../reports/privacy-report.ts";
import { qualityReport } from "../reports/quality-report.ts";
import { type RunContext, type Stage, tableState } from "../run-context.ts";
import { assertStoresHold } from "../store-limits.ts";

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
export async function enforce(context: RunContext): Promise<Decided> {
  const decided: Decided = { levels: new Map(), chosen: new Map() };
  const guarded = guardedTables(context.plan);
  for (const [index, table] of guarded.entries()) {
    await countPopulation(context, table, decided);
    const isGeneralized = await generalize(context, table, decided);
    if (!isGeneralized && index < guarded.length - 1) continue;
    for (const earlier of guarded.slice(0, index + 1)) await countPopulation(context, earlier, decided);
    await suppress(context, guarded.slice(0, index + 1));
  }
  return decided;
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

/** A module that chose Safe Harbor publishes nothing that fails it; a trial shows what does. */
function assertSafeHarbor({ request }: RunContext, { safeHarbor }: PrivacyReport): void {
  if (request.kind !== "publication" || !safeHarbor?.chosen || safeHarbor.verdict !== "not-met") return;
  const failing = safeHarbor.identifiers.filter(({ status }) => status === "not-met");
  const told = (locale: Locale) =>
    failing
      .map(({ code, label, columns }) => {
        const own = columns
          .filter(({ status }) => status === "not-met")
          .map(({ table, column, reason }) => `${table}.${column}: ${reason[locale]}`);
        return `${code} ${label[locale]} (${own.join("; ")})`;
      })
      .join(", ");
  const [first] = failing.flatMap(({ columns }) => columns.filter(({ status }) => status === "not-met"));
  throw new AppError(
    "safe-harbor-unmet",
    { detail: told("en"), detailRu: told("ru") },
    { place: { stage: "protect", ...(first ? { table: first.table, column: first.column } : {}) } },
  );
}

/** Enforces the privacy models to the fixpoint, measures them again on what will be published, and makes the reports. */
export const protect: Stage = {
  id: "protect",
  async run(context) {
    const { engine, plan, request } = context;
    await forgetGeneralization(context);
    const before = await risksBefore(context);
    const { chosen } = await enforce(context);
    for (const table of plan.tables) await collectRemoved(context, table);
    for (const table of plan.tables) assertWithinLimit(context, table);
    await assertStoresHold(context);
    context.state.privacy = await privacyReport(context, before, chosen);
    assertSafeHarbor(context, context.state.privacy);
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
      for (const statement of [...dropClasses(plan, table), ...dropCuts(table.name)])
        await engine.execute(statement);
    }
  },
};
