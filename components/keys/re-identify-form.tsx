"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { ReIdentified } from "#lib/contracts";
import { SelectField } from "../fields/select-field.tsx";
import { TextArea } from "../fields/text-area.tsx";
import { TextField } from "../fields/text-field.tsx";
import { Button } from "../ui/button.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { useAction } from "../ui/use-action.ts";
import type { KeyActions } from "./key-actions.ts";

/** Asks for the originals of a few published values. The answer lives on this page only, until it is left. */
export function ReIdentifyForm({
  modules,
  reIdentify,
}: {
  modules: readonly string[];
  reIdentify: KeyActions["reIdentify"];
}) {
  const t = useTranslations("keys");
  const [module, setModule] = useState("");
  const [answer, setAnswer] = useState<ReIdentified>();
  const { run, isBusy, error } = useAction(reIdentify, { quiet: true, done: setAnswer });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAnswer(undefined);
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? "").trim();
    const values = text("values")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
    run({
      module,
      number: Number(text("number")),
      table: text("table"),
      column: text("column"),
      values,
      reason: text("reason"),
    });
  };
  return (
    <form onSubmit={submit} autoComplete="off" style={{ display: "grid", gap: 14, maxWidth: 640 }}>
      {error ? <ErrorState error={error} /> : null}
      <div style={{ display: "grid", gap: 14, gridTemplateColumns: "repeat(auto-fit, minmax(140px, 1fr))" }}>
        <SelectField
          label={t("module")}
          data={modules.map((name) => ({ value: name, label: name }))}
          value={module}
          onChange={setModule}
          required
        />
        <TextField name="number" type="number" min={1} label={t("version")} required />
        <TextField name="table" label={t("table")} required />
        <TextField name="column" label={t("column")} required />
      </div>
      <TextArea name="values" rows={3} isMono label={t("values")} description={t("valuesHint")} required />
      <TextArea
        name="reason"
        rows={2}
        minLength={10}
        maxLength={1000}
        label={t("reason")}
        description={t("reasonHint")}
        required
      />
      <div>
        <Button type="submit" loading={isBusy} disabled={module === ""}>
          {t("ask")}
        </Button>
      </div>
      {answer ? (
        <DataTable
          label={t("answer")}
          rows={answer.values}
          rowKey={(row) => row.published}
          columns={[
            { id: "published", header: t("published"), cell: (row) => <code>{row.published}</code> },
            {
              id: "original",
              header: t("original"),
              cell: (row) =>
                row.original === null ? (
                  <span style={{ color: "var(--ink-3)" }}>{t("noOriginal")}</span>
                ) : (
                  <code>{row.original}</code>
                ),
            },
          ]}
        />
      ) : null}
    </form>
  );
}
