"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { type ClusterMethodId, clusterMethods } from "#lib/column-rules";
import type { ModuleDetail, ProposedMerges } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { SelectField } from "../fields/select-field.tsx";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useAction } from "../ui/use-action.ts";
import { drawnTables } from "./lay-out.ts";
import classes from "./merges.module.css";
import { MergesList } from "./merges-list.tsx";
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
  const locale = useLocale() as Locale;
  const router = useRouter();
  const { name } = module.summary;
  const tables = drawnTables(module.draft.document).filter(({ columns }) => columns.length > 0);
  const [table, setTable] = useState(tables[0]?.name ?? "");
  const columns = tables.find((one) => one.name === table)?.columns ?? [];
  const [column, setColumn] = useState(columns[0]?.name ?? "");
  const [method, setMethod] = useState<ClusterMethodId>("fingerprint");
  const [radius, setRadius] = useState("1");
  const [found, setFound] = useState<ProposedMerges>();
  const looking = useAction(actions.proposeMerges, { done: setFound, quiet: true });
  const saving = useAction(actions.saveMerges, { success: t("mergesSaved"), done: () => router.refresh() });
  const chosen = clusterMethods.find((one) => one.id === method);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setFound(undefined);
    looking.run({ module: name, table, column, method, radius: Number(radius) });
  };
  return (
    <>
      <form onSubmit={submit} className={classes.form} autoComplete="off">
        <SelectField
          label={t("table")}
          data={tables.map((one) => ({ value: one.name, label: one.name }))}
          value={table}
          onChange={(value) => {
            setTable(value);
            setColumn(tables.find((one) => one.name === value)?.columns[0]?.name ?? "");
            setFound(undefined);
          }}
        />
        <SelectField
          label={t("column")}
          data={columns.map((one) => ({ value: one.name, label: one.name }))}
          value={column}
          onChange={(value) => {
            setColumn(value);
            setFound(undefined);
          }}
        />
        <SelectField
          label={t("method")}
          data={clusterMethods.map(({ id, title }) => ({ value: id, label: title[locale] }))}
          value={method}
          onChange={(value) => setMethod(clusterMethods.find(({ id }) => id === value)?.id ?? method)}
        />
        {chosen?.isDistance ? (
          <SelectField
            label={t("changedLetters")}
            data={["1", "2", "3"].map((value) => ({ value, label: value }))}
            value={radius}
            onChange={setRadius}
          />
        ) : null}
        <Button type="submit" loading={looking.isBusy} disabled={table === "" || column === ""}>
          {t("lookForMerges")}
        </Button>
      </form>
      <p className={classes.hint}>
        {chosen?.summary[locale]} {t("mergesAudited")}
      </p>
      {looking.isBusy ? <Skeleton height={220} label={t("lookingForMerges")} /> : null}
      {looking.error && !looking.isBusy ? <ErrorState error={looking.error} /> : null}
      {found && !looking.isBusy ? (
        <MergesList
          found={found}
          isBusy={saving.isBusy}
          save={(clusters) =>
            saving.run({
              module: name,
              etag: module.draft.etag,
              table: found.table,
              column: found.column,
              clusters,
            })
          }
        />
      ) : null}
    </>
  );
}
