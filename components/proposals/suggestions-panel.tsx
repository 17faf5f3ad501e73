"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { z } from "zod";
import type { TableSuggestions } from "#lib/contracts";
import { acceptSuggestions, type Json, readDraft } from "#lib/drafting";
import type { ErrorData, Locale } from "#lib/kernel";
import { TickField } from "../fields/tick-field.tsx";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Section } from "../ui/page.tsx";
import { PrivacyClassTag } from "../ui/privacy-class-tag.tsx";
import { Progress } from "../ui/progress.tsx";
import { EmptyState, Notice } from "../ui/state.tsx";
import { ProposedColumns } from "./proposed-columns.tsx";

export type SuggestAction = Action<{ module: string; table: string; all: boolean }, TableSuggestions>;

/** What columns of the draft seem to hold; a person takes it, one by one or all, and the draft changes as if they had written it. */
export default function SuggestionsPanel({
  module,
  text,
  change,
  flush,
  suggest,
  close,
}: {
  module: string;
  text: string;
  change: (text: string) => void;
  flush: () => Promise<boolean>;
  suggest: SuggestAction;
  close: () => void;
}) {
  const t = useTranslations("proposals");
  const common = useTranslations("common");
  const locale = useLocale() as Locale;
  const [isAll, setAll] = useState(false);
  const [found, setFound] = useState<readonly TableSuggestions[]>([]);
  const [error, setError] = useState<ErrorData>();
  const [running, setRunning] = useState<{ table: string; done: number; total: number }>();
  const [isAsked, setAsked] = useState(false);
  // Counts what was begun: a look that was stopped changes nothing any more.
  const turn = useRef(0);
  useEffect(
    () => () => {
      turn.current++;
    },
    [],
  );
  const document = jsonIn(text);
  const tables = document === undefined ? undefined : readDraft(document).tables.map(({ name }) => name);
  const run = async () => {
    const mine = ++turn.current;
    setFound([]);
    setError(undefined);
    setAsked(true);
    // The draft of the server is what is looked at.
    await flush();
    for (const [done, table] of (tables ?? []).entries()) {
      if (turn.current !== mine) return;
      setRunning({ table, done, total: tables?.length ?? 1 });
      const answer = await suggest({ module, table, all: isAll }).catch(() => undefined);
      if (turn.current !== mine) return;
      if (answer?.ok) setFound((before) => [...before, answer.value]);
      else setError(answer?.error ?? { code: "internal", params: { reference: "–" } });
    }
    setRunning(undefined);
  };
  const stop = () => {
    turn.current++;
    setRunning(undefined);
  };
  const accept = (chosen: readonly TableSuggestions[]) => {
    if (document === undefined) return;
    const suggested = chosen.flatMap(({ table, columns }) =>
      columns.map((proposal) => ({ table, column: proposal.name, proposal })),
    );
    change(JSON.stringify(acceptSuggestions(suggested).apply(document), null, 2));
    const isTaken = (table: string, column: string) =>
      chosen.some((one) => one.table === table && one.columns.some(({ name }) => name === column));
    setFound((before) =>
      before.map((one) => ({
        ...one,
        columns: one.columns.filter(({ name }) => !isTaken(one.table, name)),
      })),
    );
  };
  const open = found.filter((one) => one.columns.length > 0);
  const count = open.reduce((sum, one) => sum + one.columns.length, 0);
  return (
    <Section
      title={t("suggestions")}
      hint={t("suggestHint")}
      aside={
        <Button variant="subtle" color="gray" size="compact" onClick={close}>
          {t("close")}
        </Button>
      }
    >
      {tables === undefined ? <Notice tone="warn" title={t("unsaved")} /> : null}
      <div style={{ display: "flex", flexWrap: "wrap", gap: 12, alignItems: "center", marginBottom: 8 }}>
        {running ? (
          <Button variant="default" onClick={stop}>
            {t("cancel")}
          </Button>
        ) : (
          <Button variant="default" disabled={!tables?.length} onClick={() => void run()}>
            {t("suggest")}
          </Button>
        )}
        <TickField label={t("all")} checked={isAll} onChange={setAll} disabled={running !== undefined} />
        {count > 0 && !running ? (
          <Button onClick={() => accept(open)}>{t("acceptAll", { count })}</Button>
        ) : null}
      </div>
      {running ? (
        <div style={{ maxWidth: 420 }} aria-live="polite">
          <p style={{ margin: "0 0 4px" }}>{t("looking", running)}</p>
          <Progress value={(100 * running.done) / running.total} label={t("suggestions")} />
        </div>
      ) : null}
      {error ? <ErrorState error={error} /> : null}
      {isAsked && !running && !error && count === 0 ? (
        <EmptyState title={t("none")} text={t("noneText")} />
      ) : null}
      {found
        .filter((one) => one.skipped)
        .map((one) => (
          <p key={one.table} style={{ margin: "6px 0", color: "var(--ink-3)" }}>
            <code>{one.table}</code>: {one.skipped?.[locale]}
          </p>
        ))}
      {open.map((one) => (
        <Section
          key={one.table}
          title={one.table}
          hint={t("looked", { rows: one.rows })}
          aside={
            <Button variant="default" size="compact" onClick={() => accept([one])}>
              {t("acceptTable", { table: one.table })}
            </Button>
          }
        >
          <ProposedColumns
            label={one.table}
            rows={one.columns}
            before={{
              id: "accept",
              header: t("accept"),
              width: 90,
              cell: (column) => (
                <Button
                  variant="default"
                  size="compact"
                  aria-label={t("acceptColumn", { column: column.name })}
                  onClick={() => accept([{ ...one, columns: [column] }])}
                >
                  {t("accept")}
                </Button>
              ),
            }}
            privacyClass={(column) => (
              <>
                <PrivacyClassTag value={column.privacyClass} />
                {column.current && column.current !== column.privacyClass ? (
                  <span style={{ color: "var(--ink-3)" }}>
                    {" "}
                    {t("now", { class: common(`privacyClass.${column.current}`) })}
                  </span>
                ) : null}
              </>
            )}
          />
        </Section>
      ))}
    </Section>
  );
}

function jsonIn(text: string): Json | undefined {
  try {
    return z.json().parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
