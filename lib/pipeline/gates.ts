import type { GateFinding } from "#lib/column-rules";
import type { TablePlan } from "#lib/compiler";
import type { QualityReport, TableVerdict } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import type { RunContext } from "./run-context.ts";
import { checksOf } from "./table-checks.ts";

/** A figure of classed columns would tell how their values moved; whether a gate closed is all that is said. */
function isOpen(table: TablePlan, columns: readonly string[]): boolean {
  return columns.every(
    (name) => table.columns.find((column) => column.name === name)?.privacyClass === "insensitive",
  );
}

function verdictOf(
  table: TablePlan,
  rule: string,
  action: string,
  columns: readonly string[],
  found: GateFinding,
) {
  const figure = found.outcome === "not-comparable" ? undefined : found.figure;
  const told = figure !== undefined && isOpen(table, columns);
  return {
    rule,
    ...(columns.length > 0 ? { column: columns.join(", ") } : {}),
    action,
    outcome: found.outcome,
    ...(told ? { figure: Number(figure.toPrecision(3)) } : {}),
  } satisfies TableVerdict;
}

function act(context: RunContext, table: TablePlan, { rule, action, column, outcome }: TableVerdict): void {
  if (outcome === "passed") return;
  if (outcome === "violated" && action === "fail" && context.request.kind === "publication")
    throw new AppError(
      "gate-failed",
      { table: table.name, rule },
      { place: { stage: "protect", table: table.name, column, rule } },
    );
  context.request.ports.journal.emit({
    level: "warning",
    kind: "message",
    stage: "protect",
    table: table.name,
    message: outcome === "violated" ? "table-check-violated" : "gate-not-comparable",
    params: { rule },
  });
}

/**
 * Compares what is about to be published with the previous version, where there is one, and stops a publication that
 * differs more than the document allows. A trial only says so. Answers the report with what was found.
 */
export async function passGates(context: RunContext, now: QualityReport): Promise<QualityReport> {
  const gated = context.plan.tables.filter((table) => checksOf(table, "gate").length > 0);
  // A sample's figures are no version's.
  const isSample = context.request.sample !== undefined;
  const before =
    gated.length > 0 && !isSample ? (await context.request.ports.registry.previous())?.quality : undefined;
  const verdicts = new Map<string, readonly TableVerdict[]>();
  for (const table of gated) {
    const was = before?.tables.find(({ name }) => name === table.name);
    const is = now.tables.find(({ name }) => name === table.name);
    const made = checksOf(table, "gate").map(({ check, definition, params }) => {
      const found: GateFinding =
        was && is ? definition.compare(params, was, is) : { outcome: "not-comparable" };
      return verdictOf(table, check.use.rule, check.onViolation, definition.columnsUsed(params), found);
    });
    // The first version has nothing to be compared with, and nothing to say about it.
    if (before) for (const verdict of made) act(context, table, verdict);
    verdicts.set(table.name, made);
  }
  return {
    tables: now.tables.map((table) => {
      const all = [
        ...(context.state.tables[table.name]?.verdicts ?? []),
        ...(verdicts.get(table.name) ?? []),
      ];
      return all.length > 0 ? { ...table, verdicts: all } : table;
    }),
  };
}
