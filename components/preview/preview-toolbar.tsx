"use client";

import { IconArrowsDiff, IconDice, IconRefresh, IconSearch } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { previewStageIds, sampleKindIds } from "#lib/contracts";
import { SelectField } from "../fields/select-field.tsx";
import { TextField } from "../fields/text-field.tsx";
import { formatNumber } from "../ui/format.ts";
import { IconButton } from "../ui/icon-button.tsx";
import classes from "./preview-bar.module.css";
import { StageStepper } from "./stage-stepper.tsx";
import { type PreviewChoice, safeSamples, safeStages, sampleSizes } from "./use-preview-choice.ts";

/** Table, stage and sample in one line; who may not see raw values is offered only what shows none. */
export function PreviewToolbar({
  choice,
  tables,
  columns,
  again,
  isBusy,
}: {
  choice: PreviewChoice;
  tables: readonly string[];
  /** Transformed columns of the table, where they are known. */
  columns: readonly string[];
  again: () => void;
  isBusy: boolean;
}) {
  const t = useTranslations("preview");
  const locale = useLocale();
  const { set } = choice;
  const kinds = choice.isRaw ? sampleKindIds : safeSamples;
  return (
    <fieldset className={classes.toolbar} aria-label={t("controls")}>
      <div className={classes.table}>
        <SelectField
          isSmall
          aria-label={t("table")}
          title={t("table")}
          value={choice.table}
          onChange={(table) => set({ table, from: null, by: null })}
          data={tables.map((name) => ({ value: name, label: name }))}
        />
      </div>
      <StageStepper
        value={choice.stage}
        open={choice.isRaw ? previewStageIds : safeStages}
        onChange={(stage) => set({ stage, from: null })}
      />
      <div className={classes.kind}>
        <SelectField
          isSmall
          aria-label={t("sample")}
          title={t("sample")}
          value={choice.sampleKind}
          onChange={(kind) => set({ sample: kinds.find((one) => one === kind) ?? null, from: null })}
          data={kinds.map((kind) => ({ value: kind, label: t(`sampleKind.${kind}`) }))}
        />
      </div>
      {choice.sampleKind === "stratified" ? (
        <div className={classes.kind}>
          <SelectField
            isSmall
            isOptional
            aria-label={t("column")}
            title={t("column")}
            value={choice.by}
            onChange={(by) => set({ by, from: null })}
            data={columns.map((name) => ({ value: name, label: name }))}
          />
        </div>
      ) : null}
      {choice.sampleKind === "key" ? <KeyField choice={choice} /> : null}
      <div className={classes.rows}>
        <SelectField
          isSmall
          aria-label={t("rows")}
          title={t("rows")}
          value={String(choice.rows)}
          onChange={(rows) => set({ rows: Number(rows) || null, from: null })}
          data={sampleSizes.map((size) => ({ value: String(size), label: formatNumber(size, locale) }))}
        />
      </div>
      <span className={classes.end}>
        {choice.isRaw ? (
          <IconButton
            size={28}
            label={t("compareSource")}
            aria-pressed={choice.compare === "source"}
            onClick={() => set({ compare: choice.compare === "source" ? null : "source" })}
          >
            <IconArrowsDiff size={16} />
          </IconButton>
        ) : null}
        {choice.sampleKind === "random" ? (
          <IconButton
            size={28}
            label={t("another")}
            onClick={() => set({ seed: choice.seed + 1, from: null })}
          >
            <IconDice size={16} />
          </IconButton>
        ) : null}
        <IconButton size={28} label={t("again")} aria-busy={isBusy || undefined} onClick={again}>
          <IconRefresh size={16} className={isBusy ? classes.turning : undefined} />
        </IconButton>
      </span>
    </fieldset>
  );
}

/** A primary key, which is looked for once it is written. */
function KeyField({ choice }: { choice: PreviewChoice }) {
  const t = useTranslations("preview");
  const [typed, setTyped] = useState(choice.key);
  return (
    <form
      className={classes.key}
      onSubmit={(event) => {
        event.preventDefault();
        choice.setKey(typed);
        choice.set({ from: null });
      }}
    >
      <TextField
        aria-label={t("key")}
        title={t("keyHint")}
        placeholder={t("key")}
        value={typed}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <IconButton size={28} type="submit" label={t("find")}>
        <IconSearch size={16} />
      </IconButton>
    </form>
  );
}
