"use client";

import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { type ClusterMethodId, clusterMethods } from "#lib/column-rules";
import { inEnvironment, type ProposedMerges } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { SelectField } from "../fields/select-field.tsx";
import { usePythonAction, usePythonProgress } from "../preview/python-progress.ts";
import { PythonWaiting } from "../preview/python-waiting.tsx";
import { Button } from "../ui/button.tsx";
import { EnvironmentTag } from "../ui/environment-tag.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { notify } from "../ui/notices.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { useAction } from "../ui/use-action.ts";
import classes from "./merges.module.css";
import { MergesList } from "./merges-list.tsx";
import type { ModuleActions } from "./module-actions.ts";

/** Values of one column that look like one: by which method, what is found, and adding what was chosen to the draft. */
export function MergeSearch({
  module,
  environment,
  table,
  column,
  actions,
  etag,
  saved,
  children,
}: {
  module: string;
  /** Whose sources are read; absent: those that the document names. */
  environment: string | undefined;
  table: string;
  column: string;
  actions: Pick<ModuleActions, "proposeMerges" | "saveMerges">;
  /** Names the draft that the server has, with everything of this page in it; undefined where it could not be saved. */
  etag: () => Promise<number | undefined>;
  saved: () => void;
  /** Before the method: which column. */
  children?: ReactNode;
}) {
  const t = useTranslations("modules");
  const locale = useLocale() as Locale;
  const [method, setMethod] = useState<ClusterMethodId>("fingerprint");
  const [radius, setRadius] = useState("1");
  const [found, setFound] = useState<ProposedMerges>();
  const [isReady, setReady] = useState(true);
  const looking = useAction(usePythonAction(actions.proposeMerges), { done: setFound, quiet: true });
  const python = usePythonProgress();
  const saving = useAction(actions.saveMerges, { success: t("mergesSaved"), done: saved });
  const chosen = clusterMethods.find((one) => one.id === method);
  const withDraft = async (go: (etag: number) => void) => {
    setReady(false);
    const known = await etag().finally(() => setReady(true));
    if (known === undefined) notify(t("draftNotSaved"), "bad");
    else go(known);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setFound(undefined);
    const where = inEnvironment(environment);
    void withDraft(() => looking.run({ module, ...where, table, column, method, radius: Number(radius) }));
  };
  return (
    <>
      <form onSubmit={submit} className={classes.form} autoComplete="off">
        {children}
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
        <Button type="submit" loading={looking.isBusy || !isReady} disabled={table === "" || column === ""}>
          {t("lookForMerges")}
        </Button>
      </form>
      <p className={classes.hint}>
        <EnvironmentTag name={environment} /> {chosen?.summary[locale]} {t("mergesAudited")}
      </p>
      {looking.isBusy && python ? <PythonWaiting progress={python} /> : null}
      {looking.isBusy && !python ? <Skeleton height={220} label={t("lookingForMerges")} /> : null}
      {looking.error && !looking.isBusy ? <ErrorState error={looking.error} /> : null}
      {found && !looking.isBusy ? (
        <MergesList
          found={found}
          isBusy={saving.isBusy || !isReady}
          save={(clusters) =>
            void withDraft((known) =>
              saving.run({ module, etag: known, table: found.table, column: found.column, clusters }),
            )
          }
        />
      ) : null}
    </>
  );
}
