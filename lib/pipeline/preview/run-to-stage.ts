import { type ColumnPlan, dropClasses, selectLeaving, type TablePlan, tableNames } from "#lib/compiler";
import type { PreviewStage, StageId } from "#lib/contracts";
import { AppError, type ErrorData } from "#lib/kernel";
import { name, type Sql, sql } from "#lib/sql";
import { forgetGeneralization } from "../generalize.ts";
import type { RunContext } from "../run-context.ts";
import { anonymizeTables } from "../stages/anonymize.ts";
import { cleanseTable } from "../stages/cleanse.ts";
import { keys } from "../stages/keys.ts";
import { enforce } from "../stages/protect.ts";
import { reaches } from "./needed-tables.ts";
import { anonymizeWith, cleanseWith } from "./stacks/make-stacked.ts";
import type { SplitPlan } from "./stacks/split-plan.ts";
import type { CleansedStack, KeptStack, LoneRows, StackStore } from "./stacks/stack-store.ts";

/** How far a table came, and why no farther. */
export interface Reached {
  readonly stage: PreviewStage;
  readonly stopped?: ErrorData;
}

/** Published values before Protect makes them coarser, for comparison. */
export const beforeProtect: Sql = name("work", "before protect");

/** What the data or the rules refuse stops a preview where it stands; a fault of ours or a cancellation does not. */
function refusal(error: unknown): ErrorData {
  if (error instanceof AppError && error.definition.kind === "data") return error.toData();
  throw error;
}

async function forgetRemovals(context: RunContext, stages: readonly StageId[]): Promise<void> {
  for (const table of context.plan.tables)
    for (const stage of stages)
      await context.engine.execute(
        sql`delete from ${tableNames.removed(table.name)} where "__stage" = ${stage}`,
      );
}

/** The tables that Cleanse has to do again: their rows or their rules are others than before. */
export interface CleansedTables {
  isDue(table: TablePlan, stacks: readonly CleansedStack[]): boolean;
  done(table: TablePlan, stacks: readonly CleansedStack[]): void;
  forget(table: TablePlan): void;
  /** The rows of a table that its lone columns are cleansed from. */
  rowsOf(table: TablePlan, lone: readonly ColumnPlan[]): LoneRows;
}

/** Stacks of lone columns, by table. */
export interface StackedTables {
  readonly cleansed: ReadonlyMap<string, readonly CleansedStack[]>;
  readonly published: ReadonlyMap<string, readonly KeptStack[]>;
}

export interface StageWork {
  /** Of the plan whose tables have the columns that stand side by side. */
  readonly context: RunContext;
  readonly target: TablePlan;
  readonly lone: SplitPlan["lone"];
  readonly stage: PreviewStage;
  readonly tables: CleansedTables;
  readonly store: StackStore;
}

async function cleanseDue(
  { context, target, lone, tables, store }: StageWork,
  cleansed: Map<string, readonly CleansedStack[]>,
): Promise<Reached> {
  const only = (table: TablePlan): RunContext => ({ ...context, plan: { ...context.plan, tables: [table] } });
  const others = context.plan.tables.filter((table) => table !== target);
  for (const table of [target, ...others]) {
    context.engine.at({ stage: "cleanse", table: table.name });
    const stacks = await store.cleanse(tables.rowsOf(table, lone.get(table.name) ?? []));
    cleansed.set(table.name, stacks);
    if (!tables.isDue(table, stacks)) {
      await forgetRemovals(only(table), ["keys", "anonymize", "protect"]);
      continue;
    }
    tables.forget(table);
    try {
      await cleanseTable(only(table), table, cleanseWith(stacks));
    } catch (error) {
      const stopped = refusal(error);
      // A rule that fails the run does so after it has judged every row: they can be shown.
      return { stage: table !== target || stopped.code === "rule-failed" ? "cleanse" : "transform", stopped };
    }
    tables.done(table, stacks);
  }
  return { stage: "cleanse" };
}

/** Stages after Cleanse with what takes back the rows that an attempt removed before it was refused. */
async function attempt(
  context: RunContext,
  stage: StageId,
  run: () => Promise<void>,
): Promise<ErrorData | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    const stopped = refusal(error);
    await forgetRemovals(context, [stage]);
    return stopped;
  }
}

/** Chooses levels and suppresses as a run does, and keeps what was there before. */
async function protectTables(context: RunContext, target: TablePlan): Promise<void> {
  const { engine, plan } = context;
  await engine.execute(sql`create or replace table ${beforeProtect} as ${selectLeaving(target)}`);
  await enforce(context);
  for (const table of plan.tables.filter(({ publish }) => publish))
    for (const statement of dropClasses(plan, table)) await engine.execute(statement);
}

/** Runs the stages of a run over what was looked at, with the statements of a run, as far as they go. */
export async function runToStage(work: StageWork): Promise<Reached & { readonly stacks: StackedTables }> {
  const cleansed = new Map<string, readonly CleansedStack[]>();
  const published = new Map<string, readonly KeptStack[]>();
  return { ...(await reach(work, cleansed, published)), stacks: { cleansed, published } };
}

async function reach(
  work: StageWork,
  cleansed: Map<string, readonly CleansedStack[]>,
  published: Map<string, readonly KeptStack[]>,
): Promise<Reached> {
  const { context, target, stage, store } = work;
  if (!reaches(stage, "cleanse")) return { stage };
  const first = await cleanseDue(work, cleansed);
  if (first.stopped || stage === "cleanse") return first;
  const keysStopped = await attempt(context, "keys", () => keys.run(context));
  if (keysStopped) return { stage: "cleanse", stopped: keysStopped };
  if (stage === "keys" || !target.publish) return { stage: "keys" };
  const make = anonymizeWith(store, cleansed, published);
  const anonymizeStopped = await attempt(context, "anonymize", () => anonymizeTables(context, make));
  if (anonymizeStopped) return { stage: "keys", stopped: anonymizeStopped };
  if (stage === "anonymize") return { stage };
  const protectStopped = await attempt(context, "protect", () => protectTables(context, target));
  if (!protectStopped) return { stage };
  await forgetGeneralization(context);
  return { stage: "anonymize", stopped: protectStopped };
}
