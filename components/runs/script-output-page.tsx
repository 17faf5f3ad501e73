"use client";

import { IconEye } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import type { ScriptOutputSummary, ScriptOutputText } from "#lib/contracts";
import { SelectField } from "../fields/select-field.tsx";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Page, Section } from "../ui/page.tsx";
import { EmptyState, Notice } from "../ui/state.tsx";
import { useAction } from "../ui/use-action.ts";
import { outputPlace } from "./script-output-list.tsx";

/** What scripts printed and how they explain why they failed. Nothing is fetched before the reader asks: each look is audited. */
export function ScriptOutputPage({
  runId,
  outputs,
  look,
}: {
  runId: string;
  outputs: readonly ScriptOutputSummary[];
  look: Action<{ run: string; id: string }, ScriptOutputText>;
}) {
  const t = useTranslations("runs");
  const [id, setId] = useQueryState("id", parseAsString.withDefault(outputs[0]?.id ?? ""));
  const [read, setRead] = useState<{ readonly id: string; readonly output: ScriptOutputText }>();
  const looking = useAction(look, { done: (output) => setRead({ id, output }), quiet: true });
  const chosen = outputs.find((one) => one.id === id);
  const shown = read?.id === id ? read.output : undefined;
  return (
    <Page title={t("scriptOutput")} lead={t("scriptOutputLead")}>
      {chosen === undefined ? (
        <EmptyState title={t("scriptOutputEmpty")} text={t("scriptOutputEmptyText")} />
      ) : (
        <>
          {outputs.length > 1 ? (
            <SelectField
              label={t("script")}
              value={id}
              data={outputs.map((one) => ({
                value: one.id,
                label: `${outputPlace(one)} · ${one.stage} · ${t("attempt")} ${one.attempt}`,
              }))}
              onChange={(next) => void setId(next)}
            />
          ) : null}
          {looking.error ? <ErrorState error={looking.error} /> : null}
          {shown ? (
            <>
              {shown.trace === "" ? null : (
                <Section title={t("scriptTrace")} hint={t("scriptTraceHint")}>
                  <CodeBlock text={shown.trace} label={t("copyOutput")} wrap />
                </Section>
              )}
              <Section title={t("scriptPrinted")} hint={chosen.isCut ? t("scriptOutputCut") : undefined}>
                {shown.text === "" ? (
                  <p style={{ margin: 0, color: "var(--ink-3)" }}>{t("nothingPrinted")}</p>
                ) : (
                  <CodeBlock text={shown.text} label={t("copyOutput")} wrap />
                )}
              </Section>
            </>
          ) : (
            <div style={{ marginTop: 16 }}>
              <Notice
                tone="warn"
                title={t("outputRawTitle")}
                actions={
                  <Button
                    leftSection={<IconEye size={15} />}
                    loading={looking.isBusy}
                    onClick={() => looking.run({ run: runId, id })}
                  >
                    {t("readOutput")}
                  </Button>
                }
              >
                {t("rawText")}
              </Notice>
            </div>
          )}
        </>
      )}
    </Page>
  );
}
