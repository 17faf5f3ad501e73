import { findAnonymizer, findKeyStrategy } from "#lib/anonymizers";
import {
  classSizes,
  countsPersons,
  createRowSample,
  dropRowSample,
  isKeyedPublication,
  type ModulePlan,
  measureOf,
  publicationOf,
  quasiIdentifiers,
  searchedColumns,
  type TablePlan,
  tablePlan,
  worstClasses,
} from "#lib/compiler";
import type { PrivacyReport } from "#lib/contracts";
import type { EngineRow } from "#lib/engine";
import { generalizing, type Inherited, modelColumn, Origins, policyLabels, profilesOf } from "#lib/metadata";
import type { Chosen } from "../generalize.ts";
import { type RunContext, tableState } from "../run-context.ts";
import { countsOf } from "./counts.ts";
import { generalizationReport, lossesOf } from "./generalization-report.ts";
import { releaseReport } from "./release-report.ts";
import { type MeasuredRisk, measureRisk, riskiest, riskOf } from "./risk-report.ts";
import { safeHarborReport } from "./safe-harbor-report.ts";
import { utilityOf } from "./utility-report.ts";

type TableReport = PrivacyReport["tables"][number];
/** Risks of the surviving rows with their source values, before anything is suppressed; per table. */
export type RisksBefore = ReadonlyMap<string, MeasuredRisk>;

/** Share of a quasi-identifier's entropy that is still there. */
function entropyKept(column: string, before?: MeasuredRisk, after?: MeasuredRisk): number | undefined {
  const bits = before?.entropies.get(column) ?? 0;
  return bits > 0 ? (after?.entropies.get(column) ?? 0) / bits : undefined;
}

/** What a column that stays as it came from a module's version keeps of what was done to it there. */
function broughtAlong(inherited: Inherited | undefined, rule: string | undefined) {
  const { origin, rule: there, linkageDomain, keyId } = inherited ?? {};
  if (!origin || (rule !== undefined && rule !== "keep")) return {};
  const technique =
    there === undefined ? undefined : (findAnonymizer(there) ?? findKeyStrategy(there))?.technique;
  return {
    inherited: { ...origin, ...(there ? { rule: there } : {}) },
    ...(technique ? { technique: technique.dpv ?? technique.etlx } : {}),
    ...(linkageDomain && keyId ? { linkageDomain, keyId } : {}),
  };
}

async function columns(
  context: RunContext,
  table: TablePlan,
  losses: ReadonlyMap<string, number>,
  before: MeasuredRisk | undefined,
  after: MeasuredRisk | undefined,
): Promise<TableReport["columns"]> {
  const utility = await utilityOf(context, table);
  const profiles = profilesOf(context.request.document);
  const origins = new Origins(context.request.document, context.upstreams);
  const made: TableReport["columns"] = [];
  for (const column of table.columns) {
    if (!column.privacyClass) continue;
    const publication = publicationOf(column);
    const rule = publication.how === "rule" ? publication.rule : undefined;
    const loss =
      losses.get(JSON.stringify([table.name, column.name])) ??
      (publication.how === "rule" ? rule?.loss?.(publication.params, column.type) : undefined);
    const useful = utility.get(column.name);
    const kept =
      publication.how === "none"
        ? undefined
        : (entropyKept(column.name, before, after) ?? useful?.entropyKept);
    const reason = column.anonymize?.with?.reason;
    const written = table.document.columns.find(({ name }) => name === column.name);
    const brought = written && broughtAlong(origins.of(table.document, written), column.anonymize?.rule);
    const use = generalizing(column, column.anonymize);
    const labels = use ? policyLabels(profiles, use) : [];
    made.push({
      name: column.name,
      privacyClass: column.privacyClass,
      ...(column.anonymize ? { rule: column.anonymize.rule } : column.hierarchy ? { rule: "hierarchy" } : {}),
      ...(rule ? { technique: rule.technique.dpv ?? rule.technique.etlx } : {}),
      ...(loss === undefined ? {} : { loss }),
      ...(kept === undefined ? {} : { entropyKept: kept }),
      ...(useful?.meanError === undefined ? {} : { meanError: useful.meanError }),
      ...(isKeyedPublication(publication)
        ? { linkageDomain: column.domain, keyId: context.state.keyIds[column.domain] }
        : {}),
      ...(typeof reason === "string" ? { reason } : {}),
      ...brought,
      ...(labels.length > 0 ? { policyLabels: [...labels] } : {}),
    });
  }
  return made;
}

/** Measures what a reader of the cleansed but unprotected data could do; asked for before suppression starts. */
export async function risksBefore(context: RunContext): Promise<RisksBefore> {
  const risks = new Map<string, MeasuredRisk>();
  for (const table of context.plan.tables) {
    if (!table.publish || quasiIdentifiers(context.plan, table).length === 0) continue;
    risks.set(table.name, await measureRisk(context, table, "source"));
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
  before: MeasuredRisk | undefined,
  chosen: ReadonlyMap<string, Chosen>,
): Promise<TableReport> {
  const { engine, plan } = context;
  const quasi = quasiIdentifiers(plan, table);
  const after = quasi.length === 0 ? undefined : await measureRisk(context, table, "published");
  const base: TableReport = {
    name: table.name,
    columns: await columns(context, table, lossesOf(chosen), before, after),
    quasiIdentifiers: quasi.map((column) => `${column.table}.${column.column}`),
    unit: countsPersons(plan, table) ? "persons" : "rows",
    ...(table.kAnonymity === undefined ? {} : { requiredK: table.kAnonymity }),
    classSizes: [],
    suppressed: countsOf(table, tableState(context, table.name)).suppressed,
  };
  if (!after) return base;
  const worst = (await engine.rows(worstClasses(table)))[0] ?? {};
  const sizes = await engine.rows(classSizes(table));
  const levels = chosen.get(table.name);
  const [riskBefore, riskAfter] = [before && riskOf(before), riskOf(after)];
  const singled = riskiest(context, table, before, after);
  return {
    ...base,
    ...(table.models.length > 0 && after.smallest > 0 ? { models: modelReports(table, worst) } : {}),
    ...(after.smallest > 0 ? { achievedK: after.smallest } : {}),
    classSizes: sizes.map((row) => ({ size: Number(row.size), classes: Number(row.classes) })),
    ...(riskBefore ? { riskBefore } : {}),
    ...(riskAfter ? { riskAfter } : {}),
    ...(levels ? { generalization: await generalizationReport(context, table, levels) } : {}),
    ...(singled ? { riskiest: singled } : {}),
  };
}

/** Whether a table's models choose levels: its own columns', or a parent's that has no models of its own. */
const choosesLevels = (plan: ModulePlan, table: TablePlan): boolean =>
  searchedColumns(plan, table, new Map()).some(
    ({ hierarchy, table: owner }) =>
      hierarchy && (owner === table.name || tablePlan(plan, owner)?.models.length === 0),
  );

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
      if (table.models.length > 0 && choosesLevels(plan, table)) {
        notes.push({
          table: table.name,
          text: {
            en: "Levels are chosen as low as the models allow: whoever knows that may undo some of them, and no model proves that nobody is recognised.",
            ru: "Уровни выбираются настолько низкими, насколько позволяют модели: зная это, часть обобщений можно обратить, и никакая модель не доказывает, что никого не узнают.",
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

/** Rows that only the version before makes unique: no model of one version covers them. */
const together = (tables: readonly TableReport[]): PrivacyReport["notCovered"] =>
  tables.flatMap(({ name, release, riskAfter }) => {
    if (!release || release.alone <= (riskAfter?.uniqueShare ?? 0)) return [];
    const share = (release.alone * 100).toFixed(1);
    return [
      {
        table: name,
        text: {
          en: `Together with version ${release.version}, ${share} % of the rows in both stand alone.`,
          ru: `Вместе с версией ${release.version} в одиночестве оказываются ${share} % строк, общих для обеих.`,
        },
      },
    ];
  });

/** Measures the models on what will be published, with the risks before beside them. */
export async function privacyReport(
  context: RunContext,
  before: RisksBefore,
  chosen: ReadonlyMap<string, Chosen>,
): Promise<PrivacyReport> {
  const tables: TableReport[] = [];
  const previous = await context.request.ports.registry.previous();
  const published = context.plan.tables.filter((candidate) => candidate.publish);
  for (const table of published) {
    const rows = countsOf(table, tableState(context, table.name)).published;
    await context.engine.execute(createRowSample(table, rows));
    const report = await tableReport(context, table, before.get(table.name), chosen);
    const release = await releaseReport(context, table, report, previous);
    tables.push(release ? { ...report, release } : report);
  }
  const safeHarbor = await safeHarborReport(context);
  for (const table of published) await context.engine.execute(dropRowSample(table.name));
  // Without a recorded assessment nothing is called anonymous, keyed or not (DPV's own advice).
  return {
    resultClass: "pseudonymised",
    tables,
    ...(safeHarbor ? { safeHarbor } : {}),
    notCovered: [...notCovered(context), ...together(tables)],
  };
}
