"use client";

import { useTranslations } from "next-intl";
import type { DraftTable } from "#lib/drafting";
import { StepList } from "../../rules/step-list.tsx";
import { useDocumentFields } from "../document-fields.ts";
import { PathFields } from "../path-field.tsx";
import { Section } from "../section.tsx";
import { useShowData } from "../use-show-data.ts";
import { ViolationFields } from "../violation-fields.tsx";

/** Checks of rows against each other and of the table as a whole, and how many rows may be rejected before a run fails. */
export function ChecksSection({ table, problems }: { table: DraftTable; problems: number }) {
  const t = useTranslations("editor.inspect");
  const { field } = useDocumentFields();
  const showData = useShowData();
  const path = ["tables", table.index, "checks"];
  return (
    <Section
      id="table-checks"
      title={t("section.tableChecks")}
      stages={["cleanse"]}
      problems={problems}
      aside={table.checks.map(({ rule }) => rule).join(", ")}
      isOpenAtFirst={false}
    >
      <StepList
        kind="tableCheck"
        steps={table.checks}
        at={{ path, where: table.name }}
        label={t("section.tableChecks")}
        addLabel={t("addCheck")}
        seeData={showData && (() => showData(table.name, "keys"))}
        extra={(step, index) => (
          <ViolationFields kind="tableCheck" step={step} path={[...path, index]} where={table.name} />
        )}
      />
      <PathFields
        at={["tables", table.index, "limits"]}
        keep={2}
        where={table.name}
        fields={[
          field("maxRejected", "number", { least: 0, most: 1 }),
          field("maxGrowth", "number", { least: 1 }),
        ]}
      />
    </Section>
  );
}
