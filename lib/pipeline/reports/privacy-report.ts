import {
  classSizes,
  classSummary,
  countClasses,
  countsPersons,
  createClasses,
  measureOf,
  publicationOf,
  quasiIdentifiers,
  type TablePlan,
  worstClasses,
} from "#lib/compiler";
import type { PrivacyReport } from "#lib/contracts";
import type { EngineRow } from "#lib/engine";
import { modelColumn } from "#lib/metadata";
import { type RunContext, tableState } from "../run-context.ts";
import { countsOf } from "./counts.ts";

type TableReport = PrivacyReport["tables"][number];
type Risk = NonNullable<TableReport["riskAfter"]>;
/** Risks of the surviving rows with their source values, before anything is suppressed; per table. */
export type RisksBefore = ReadonlyMap<string, Risk>;

/** Re-identification risks from class sizes (El Emam; as ARX computes them when the data is its own population). */
async function risk(
  context: RunContext,
  table: TablePlan,
  models: TablePlan["models"],
): Promise<{ risk?: Risk; smallest: number }> {
  await context.engine.execute(countClasses(context.plan, table, models));
  const row = (await context.engine.rows(classSummary(table)))[0] ?? {};
  const [smallest, classes, members, alone] = [row.smallest, row.classes, row.members, row.alone].map(Number);
  if (!members || !smallest) return { smallest: 0 };
  const highest = 1 / smallest;
  return {
    smallest,
    risk: {
      prosecutor: highest,
      journalist: highest,
      marketer: (classes ?? 0) / members,
      uniqueShare: (alone ?? 0) / members,
    },
  };
}

async function columns(context: RunContext, table: TablePlan): Promise<TableReport["columns"]> {
  const made: TableReport["columns"] = [];
  for (const column of table.columns) {
    if (!column.privacyClass) continue;
    const publication = publicationOf(column);
    const rule = publication.how === "rule" ? publication.rule : undefined;
    const keyed = publication.how === "surrogate" || (rule?.properties.keyed ?? false);
    const loss = publication.how === "rule" ? rule?.loss?.(publication.params, column.type) : undefined;
    const reason = column.anonymize?.with?.reason;
    made.push({
      name: column.name,
      privacyClass: column.privacyClass,
      ...(column.anonymize ? { rule: column.anonymize.rule } : {}),
      ...(rule ? { technique: rule.technique.dpv ?? rule.technique.etlx } : {}),
      ...(loss === undefined ? {} : { loss }),
      ...(keyed
        ? { linkageDomain: column.domain, keyId: await context.request.ports.keys.keyId(column.domain) }
        : {}),
      ...(typeof reason === "string" ? { reason } : {}),
    });
  }
  return made;
}

/** Measures what a reader of the cleansed but unprotected data could do; asked for before suppression starts. */
export async function risksBefore(context: RunContext): Promise<RisksBefore> {
  const risks = new Map<string, Risk>();
  for (const table of context.plan.tables) {
    if (!table.publish || quasiIdentifiers(context.plan, table).length === 0) continue;
    context.engine.at({ stage: "protect", table: table.name });
    for (const statement of createClasses(context.plan, table, "source"))
      await context.engine.execute(statement);
    const before = await risk(context, table, []);
    if (before.risk) risks.set(table.name, before.risk);
  }
  return risks;
}

/** What each model asks for, and what its worst class has. An infinite figure cannot be published within a model. */
const modelReports = (table: TablePlan, worst: EngineRow): TableReport["models"] =>
  table.models.map((model, index) => {
    const column = modelColumn(model);
    return {
      rule: model.rule,
      ...(column === undefined ? {} : { column }),
      with: Object.fromEntries(
        Object.entries(model.with).flatMap(([key, value]) =>
          typeof value === "number" ? [[key, value]] : [],
        ),
      ),
      required: measureOf(model).required(model.with),
      achieved: Number(worst[`m${index}`]),
    };
  });

async function tableReport(
  context: RunContext,
  table: TablePlan,
  before: Risk | undefined,
): Promise<TableReport> {
  const { engine, plan } = context;
  const quasi = quasiIdentifiers(plan, table);
  const base: TableReport = {
    name: table.name,
    columns: await columns(context, table),
    quasiIdentifiers: quasi.map((column) => `${column.table}.${column.column}`),
    unit: countsPersons(plan, table) ? "persons" : "rows",
    ...(table.kAnonymity === undefined ? {} : { requiredK: table.kAnonymity }),
    classSizes: [],
    suppressed: countsOf(table, tableState(context, table.name)).suppressed,
  };
  if (quasi.length === 0) return base;
  engine.at({ stage: "protect", table: table.name });
  for (const statement of createClasses(plan, table, "published")) await engine.execute(statement);
  const after = await risk(context, table, table.models);
  const worst = (await engine.rows(worstClasses(table)))[0] ?? {};
  const sizes = await engine.rows(classSizes(table));
  return {
    ...base,
    ...(table.models.length > 0 && after.smallest > 0 ? { models: modelReports(table, worst) } : {}),
    ...(after.smallest > 0 ? { achievedK: after.smallest } : {}),
    classSizes: sizes.map((row) => ({ size: Number(row.size), classes: Number(row.classes) })),
    ...(before ? { riskBefore: before } : {}),
    ...(after.risk ? { riskAfter: after.risk } : {}),
  };
}

/** What the models do not protect against in this module, for the reviewer to acknowledge. */
export function notCovered(context: Pick<RunContext, "plan">): PrivacyReport["notCovered"] {
  const { plan } = context;
  return plan.tables
    .filter((table) => table.publish)
    .flatMap((table) => {
      const quasi = quasiIdentifiers(plan, table);
      const notes: PrivacyReport["notCovered"] = [];
      if (quasi.length > 0 && table.models.length === 0) {
        notes.push({
          table: table.name,
          text: {
            en: `Quasi-identifiers (${quasi.map((q) => q.column).join(", ")}) are published without a privacy model.`,
            ru: `Квазиидентификаторы (${quasi.map((q) => q.column).join(", ")}) публикуются без модели приватности.`,
          },
        });
      }
      if (countsPersons(plan, table) && plan.person !== table.name) {
        notes.push({
          table: table.name,
          text: {
            en: "What the many rows of one person reveal together is not measured.",
            ru: "Не измеряется, что раскрывают вместе несколько строк одного человека.",
          },
        });
      }
      return notes;
    });
}

/** Measures the models on what will be published, with the risks before beside them. */
export async function privacyReport(context: RunContext, before: RisksBefore): Promise<PrivacyReport> {
  const tables: TableReport[] = [];
  for (const table of context.plan.tables.filter((candidate) => candidate.publish)) {
    tables.push(await tableReport(context, table, before.get(table.name)));
  }
  // Without a recorded assessment nothing is called anonymous, keyed or not (DPV's own advice).
  return { resultClass: "pseudonymised", tables, notCovered: notCovered(context) };
}
