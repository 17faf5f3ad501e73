"use client";

import { useTranslations } from "next-intl";
import { parseAsArrayOf, parseAsStringLiteral, useQueryState } from "nuqs";
import { type RunSummary, runStateIds } from "#lib/contracts";
import { ChooseSeveral } from "../ui/choose-several.tsx";
import { ListFilter, matches, useListFilter } from "../ui/list-filter.tsx";
import { Page } from "../ui/page.tsx";
import { EmptyState } from "../ui/state.tsx";
import { RunTable } from "./run-table.tsx";

export function RunList({ runs }: { runs: readonly RunSummary[] }) {
  const t = useTranslations("runs");
  const common = useTranslations("common");
  const [q] = useListFilter();
  const [chosen, choose] = useQueryState(
    "state",
    parseAsArrayOf(parseAsStringLiteral(runStateIds)).withDefault([]),
  );
  const shown = runs.filter(
    (run) =>
      (chosen.length === 0 || chosen.includes(run.state)) &&
      matches(q, run.module, run.requestedBy?.name, run.cause?.name, run.environment, run.id),
  );
  return (
    <Page title={t("runs")} lead={t("runsLead")}>
      {runs.length === 0 ? (
        <EmptyState title={t("noRuns")} text={t("noRunsText")} />
      ) : (
        <>
          <div style={{ display: "flex", gap: 8, flexWrap: "wrap" }}>
            <ListFilter />
            <ChooseSeveral
              label={common("state")}
              data={runStateIds.map((value) => ({ value, label: common(`runState.${value}`) }))}
              value={chosen}
              onChange={choose}
            />
          </div>
          {shown.length === 0 ? <EmptyState title={common("nothingMatches")} /> : <RunTable runs={shown} />}
        </>
      )}
    </Page>
  );
}
