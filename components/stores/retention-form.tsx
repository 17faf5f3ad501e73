"use client";

import { IconEye } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { RetentionPolicy, RetentionPreview, RetentionView } from "#lib/contracts";
import { TextField } from "../fields/text-field.tsx";
import { TickField } from "../fields/tick-field.tsx";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { formatBytes } from "../ui/format.ts";
import { Section } from "../ui/page.tsx";
import { Time } from "../ui/time.tsx";
import { useAction } from "../ui/use-action.ts";
import { RetentionResult } from "./retention-result.tsx";
import classes from "./stores.module.css";

export interface RetentionActions {
  readonly preview: Action<{ store?: string; policy: RetentionPolicy }, RetentionPreview>;
  readonly save: Action<{ store?: string; policy?: RetentionPolicy }, unknown>;
}

const numberKeys = ["keepLast", "keepDays", "withdrawnDays"] as const;
type Texts = Readonly<Record<(typeof numberKeys)[number], string>>;

const textsOf = (policy: RetentionPolicy | undefined): Texts => ({
  keepLast: String(policy?.keepLast ?? ""),
  keepDays: String(policy?.keepDays ?? ""),
  withdrawnDays: String(policy?.withdrawnDays ?? ""),
});

/** Undefined where nothing is said, or not with whole numbers. */
function policyOf(texts: Texts, evenMadeFrom: boolean): RetentionPolicy | undefined {
  const given = numberKeys.flatMap((key) => {
    const text = texts[key].trim();
    return text === "" ? [] : [[key, Number(text)] as const];
  });
  const least = (key: string) => (key === "withdrawnDays" ? 0 : 1);
  if (given.length === 0 || given.some(([key, value]) => !Number.isInteger(value) || value < least(key)))
    return undefined;
  return { ...Object.fromEntries(given), ...(evenMadeFrom ? { evenMadeFrom } : {}) };
}

/** How long a store, or without one our own record, keeps versions: what would go is shown before it is saved. */
export function RetentionForm({
  store,
  retention,
  actions,
  mayManage,
}: {
  store?: string;
  retention: RetentionView | undefined;
  actions: RetentionActions;
  mayManage: boolean;
}) {
  const t = useTranslations("stores");
  const locale = useLocale();
  const router = useRouter();
  const [texts, setTexts] = useState(textsOf(retention?.policy));
  const [evenMadeFrom, setEven] = useState(retention?.policy.evenMadeFrom === true);
  const [result, setResult] = useState<RetentionPreview>();
  const place = store === undefined ? {} : { store };
  const previewing = useAction(actions.preview, { done: setResult });
  const saving = useAction(actions.save, { success: t("saved"), done: () => router.refresh() });
  const freeing = useAction(actions.save, {
    success: t("keepAllDone"),
    done: () => {
      setTexts(textsOf(undefined));
      setEven(false);
      setResult(undefined);
      router.refresh();
    },
  });
  const policy = policyOf(texts, evenMadeFrom);
  const changed = (change: () => void) => {
    change();
    // What was shown is not what would go any more.
    setResult(undefined);
  };
  return (
    <Section title={t("retention")} hint={t("retentionHint")}>
      {store === undefined ? <p className={classes.words}>{t("retentionRecord")}</p> : null}
      {retention === undefined ? <p className={classes.words}>{t("retentionAll")}</p> : null}
      <div className={classes.form}>
        {numberKeys.map((key) => (
          <TextField
            key={key}
            label={t(key)}
            description={t(`${key}Help`)}
            inputMode="numeric"
            value={texts[key]}
            disabled={!mayManage}
            onChange={(event) => {
              const { value } = event.currentTarget;
              changed(() => setTexts({ ...texts, [key]: value }));
            }}
          />
        ))}
      </div>
      <TickField
        label={t("evenMadeFrom")}
        description={t("evenMadeFromHelp")}
        checked={evenMadeFrom}
        disabled={!mayManage}
        onChange={(checked) => changed(() => setEven(checked))}
      />
      <p className={classes.words}>
        {t("retentionWords")}
        {retention ? (
          <>
            {" "}
            {retention.changedBy ? t("changed", { name: retention.changedBy.name }) : ""} ·{" "}
            <Time at={retention.changedAt} /> · {t("carriedOut")}:{" "}
            {retention.carriedOutAt ? <Time at={retention.carriedOutAt} /> : t("notYet")}
          </>
        ) : null}
      </p>
      {mayManage ? (
        <div className={classes.tools}>
          <Button
            variant="default"
            leftSection={<IconEye size={15} />}
            loading={previewing.isBusy}
            disabled={policy === undefined}
            onClick={() => policy && previewing.run({ ...place, policy })}
          >
            {t("preview")}
          </Button>
          {result && policy ? (
            <ConfirmButton
              label={t("save")}
              variant="filled"
              title={t("saveTitle")}
              text={t("saveText", {
                count: result.removed.length,
                bytes: formatBytes(result.freedBytes, locale),
              })}
              danger={result.removed.length > 0}
              isBusy={saving.isBusy}
              confirm={() => saving.run({ ...place, policy })}
            />
          ) : null}
          {retention ? (
            <ConfirmButton
              label={t("keepAll")}
              title={t("keepAllTitle")}
              text={t("keepAllText")}
              danger={false}
              isBusy={freeing.isBusy}
              confirm={() => freeing.run(place)}
            />
          ) : null}
        </div>
      ) : null}
      {result ? <RetentionResult result={result} /> : null}
    </Section>
  );
}
