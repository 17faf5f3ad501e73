"use client";

import { useTranslations } from "next-intl";
import type { RunCost } from "#lib/contracts";
import { useCostColumns } from "../catalog/cost-columns.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { HelpLink } from "../ui/help-link.tsx";
import { Link } from "../ui/link.tsx";
import { Section } from "../ui/page.tsx";
import { Time } from "../ui/time.tsx";

/** What the newest runs cost a source, for whoever looks after it. */
export function RunCosts({ costs }: { costs: readonly RunCost[] }) {
  const t = useTranslations("sources");
  const versions = useTranslations("versions");
  const common = useTranslations("common");
  const cost = useCostColumns<RunCost>();
  return (
    <Section
      title={t("runCosts")}
      hint={versions("sourceCostsHint")}
      aside={<HelpLink article="reading-sources" />}
    >
      <DataTable
        label={t("runCosts")}
        rows={costs}
        rowKey={({ run, at }) => `${run.id} ${at}`}
        columns={[
          {
            id: "at",
            header: t("runAt"),
            sort: ({ at }) => at,
            cell: ({ run, at }) => (
              <Link href={`/runs/${run.id}`}>
                <Time at={at} />
              </Link>
            ),
          },
          {
            id: "module",
            header: t("module"),
            sort: ({ run }) => run.module,
            cell: ({ run }) => (
              <>
                {run.module} · {common(`runKind.${run.kind === "trial" ? "trial" : "publication"}`)}
              </>
            ),
          },
          cost.queries,
          cost.rows,
          cost.bytes,
          cost.seconds,
          { ...cost.longest, sort: (row) => row.longestQuerySeconds },
        ]}
      />
    </Section>
  );
}
