"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ModuleDetail } from "#lib/contracts";
import { SelectField } from "../fields/select-field.tsx";
import { drawnTables } from "./lay-out.ts";
import { MergeSearch } from "./merge-search.tsx";
import type { ModuleActions } from "./module-actions.ts";

/** Chooses a column and a method, shows what looks like one value, and adds what was chosen to the draft. */
export function Merges({
  module,
  actions,
}: {
  module: ModuleDetail;
  actions: Pick<ModuleActions, "proposeMerges" | "saveMerges">;
}) {
  const t = useTranslations("modules");
  const router = useRouter();
  const { environment } = module.summary;
  const tables = drawnTables(module.draft.document).filter(({ columns }) => columns.length > 0);
  const [table, setTable] = useState(tables[0]?.name ?? "");
  const columns = tables.find((one) => one.name === table)?.columns ?? [];
  const [column, setColumn] = useState(columns[0]?.name ?? "");
  return (
    <MergeSearch
      key={JSON.stringify([table, column, environment])}
      module={module.summary.name}
      environment={environment}
      table={table}
      column={column}
      actions={actions}
      etag={async () => module.draft.etag}
      saved={() => router.refresh()}
    >
      <SelectField
        label={t("table")}
        data={tables.map((one) => ({ value: one.name, label: one.name }))}
        value={table}
        onChange={(value) => {
          setTable(value);
          setColumn(tables.find((one) => one.name === value)?.columns[0]?.name ?? "");
        }}
      />
      <SelectField
        label={t("column")}
        data={columns.map((one) => ({ value: one.name, label: one.name }))}
        value={column}
        onChange={setColumn}
      />
    </MergeSearch>
  );
}
