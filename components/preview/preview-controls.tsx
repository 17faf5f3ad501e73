"use client";

import { IconDice, IconRefresh } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { previewStageIds, sampleKindIds } from "#lib/contracts";
import { SelectField } from "../fields/select-field.tsx";
import { TextField } from "../fields/text-field.tsx";
import { Button } from "../ui/button.tsx";
import classes from "./preview.module.css";
import { type PreviewChoice, sampleSizes } from "./use-preview-choice.ts";

const safeStages = ["anonymize", "protect"] as const;
const safeSamples = ["first", "random"] as const;

/** Table, stage and sample; who may not see raw values is offered only what shows none. */
export function PreviewControls({
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
  const common = useTranslations("common");
  const [typed, setTyped] = useState(choice.key);
  const stages = choice.isRaw ? previewStageIds : safeStages;
  const kinds = choice.isRaw ? sampleKindIds : safeSamples;
  const { set } = choice;
  return (
    <fieldset className={classes.controls} aria-label={t("controls")} style={{ border: 0, padding: 0 }}>
      <SelectField
        label={t("table")}
        value={choice.table}
        onChange={(table) => set({ table, from: null, by: null })}
        data={tables.map((name) => ({ value: name, label: name }))}
      />
      <SelectField
        label={t("stage")}
        value={choice.stage}
        onChange={(stage) => set({ stage: stages.find((one) => one === stage) ?? null, from: null })}
        data={stages.map((stage) => ({ value: stage, label: common(`stage.${stage}`) }))}
      />
      <SelectField
        label={t("sample")}
        value={choice.sample?.kind ?? choice.sampleKind}
        onChange={(kind) => set({ sample: kinds.find((one) => one === kind) ?? null, from: null })}
        data={kinds.map((kind) => ({ value: kind, label: t(`sampleKind.${kind}`) }))}
      />
      {choice.sampleKind === "stratified" ? (
        <SelectField
          label={t("column")}
          value={choice.by}
          onChange={(by) => set({ by, from: null })}
          data={columns.map((name) => ({ value: name, label: name }))}
        />
      ) : null}
      {choice.sampleKind === "key" ? (
        <form
          style={{ display: "flex", gap: 8, alignItems: "flex-end" }}
          onSubmit={(event) => {
            event.preventDefault();
            choice.setKey(typed);
            set({ from: null });
          }}
        >
          <TextField
            label={t("key")}
            placeholder={t("keyHint")}
            value={typed}
            autoComplete="off"
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" variant="default">
            {t("find")}
          </Button>
        </form>
      ) : null}
      <SelectField
        label={t("rows")}
        value={String(choice.rows)}
        onChange={(rows) => set({ rows: Number(rows) || null, from: null })}
        data={sampleSizes.map((size) => ({ value: String(size), label: String(size) }))}
      />
      {choice.isRaw ? (
        <SelectField
          label={t("compare")}
          value={choice.compare}
          onChange={(compare) => set({ compare: compare === "source" ? "source" : null })}
          data={(["stage", "source"] as const).map((one) => ({ value: one, label: t(`compareWith.${one}`) }))}
        />
      ) : null}
      {choice.sampleKind === "random" ? (
        <Button
          variant="default"
          leftSection={<IconDice size={15} />}
          onClick={() => set({ seed: choice.seed + 1, from: null })}
        >
          {t("another")}
        </Button>
      ) : null}
      <Button variant="default" leftSection={<IconRefresh size={15} />} loading={isBusy} onClick={again}>
        {t("again")}
      </Button>
    </fieldset>
  );
}
