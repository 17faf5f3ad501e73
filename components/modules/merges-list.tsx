"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { ClusterView, ProposedMerges } from "#lib/contracts";
import { TextField } from "../fields/text-field.tsx";
import { TickField } from "../fields/tick-field.tsx";
import { Button } from "../ui/button.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { formatNumber } from "../ui/format.ts";
import { EmptyState } from "../ui/state.tsx";
import classes from "./merges.module.css";

export interface ChosenCluster {
  readonly to: string;
  readonly from: string[];
}

/** What is written as `to`; where that is a new spelling, the most frequent one so far changes too. */
export const chosenCluster = ({ to: known, from }: ClusterView, to: string): ChosenCluster => ({
  to,
  from: [...from, known].filter((value) => value !== to),
});

const mostShown = 12;

/** Clusters with what they would be written as. Nothing is chosen before a person chooses it. */
export function MergesList({
  found,
  isBusy,
  save,
}: {
  found: ProposedMerges;
  isBusy: boolean;
  save: (clusters: ChosenCluster[]) => void;
}) {
  const t = useTranslations("modules");
  const locale = useLocale();
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set());
  const [targets, setTargets] = useState<ReadonlyMap<number, string>>(new Map());
  const rows = found.clusters.map((cluster, index) => ({ cluster, index }));
  const isAll = ticked.size === rows.length;
  const tick = (index: number, isTicked: boolean) =>
    setTicked((old) => new Set(isTicked ? [...old, index] : [...old].filter((one) => one !== index)));
  const number = (value: number) => formatNumber(value, locale);
  const looked = t("mergesLooked", { rows: number(found.rows), distinct: number(found.distinct) });
  if (rows.length === 0) return <EmptyState title={t("noMerges")} text={`${t("noMergesText")} ${looked}`} />;
  const chosen = rows
    .filter(({ index }) => ticked.has(index))
    .map(({ cluster, index }) => chosenCluster(cluster, targets.get(index) ?? cluster.to));
  return (
    <>
      <div className={classes.bar}>
        <span>
          {looked} {found.isComplete ? null : t("mergesLimited")}{" "}
          {found.more > 0 ? t("mergesMore", { count: found.more }) : null}
        </span>
        <TickField
          label={t("chooseAll")}
          checked={isAll}
          onChange={(all) => setTicked(new Set(all ? rows.map(({ index }) => index) : []))}
        />
        <Button disabled={chosen.length === 0} loading={isBusy} onClick={() => save(chosen)}>
          {t("addMerges", { count: chosen.length })}
        </Button>
      </div>
      <DataTable
        label={t("merges")}
        height={520}
        top
        rows={rows}
        rowKey={({ index }) => String(index)}
        isSelected={({ index }) => ticked.has(index)}
        columns={[
          {
            id: "tick",
            header: "",
            width: 36,
            cell: ({ cluster, index }) => (
              <TickField
                label={t("chooseMerge", { value: cluster.to })}
                isLabelHidden
                checked={ticked.has(index)}
                onChange={(isTicked) => tick(index, isTicked)}
              />
            ),
          },
          {
            id: "to",
            header: t("writtenAs"),
            cell: ({ cluster, index }) => (
              <TextField
                aria-label={t("writtenAsOf", { value: cluster.to })}
                isSmall
                maxLength={1000}
                className={classes.target}
                value={targets.get(index) ?? cluster.to}
                onChange={(event) => setTargets(new Map(targets).set(index, event.currentTarget.value))}
              />
            ),
          },
          { id: "from", header: t("insteadOf"), cell: ({ cluster }) => <Spellings values={cluster.from} /> },
          {
            id: "rows",
            header: t("changedRows"),
            align: "number",
            sort: ({ cluster }) => cluster.rows,
            cell: ({ cluster }) => number(cluster.rows),
          },
        ]}
      />
    </>
  );
}

function Spellings({ values }: { values: readonly string[] }) {
  const t = useTranslations("modules");
  const more = values.length - mostShown;
  return (
    <div className={classes.spellings}>
      {values.slice(0, mostShown).map((value) => (
        <code key={value} className={classes.spelling}>
          {value}
        </code>
      ))}
      {more > 0 ? <span>{t("moreSpellings", { count: more })}</span> : null}
    </div>
  );
}
