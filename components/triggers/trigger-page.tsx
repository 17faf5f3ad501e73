"use client";

import { IconClock, IconPlus } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import {
  type ModuleTriggers,
  type TriggerKind,
  type TriggerSecrets,
  type TriggerView,
  triggerKindIds,
} from "#lib/contracts";
import { Button } from "../ui/button.tsx";
import { Link } from "../ui/link.tsx";
import { Page, Section } from "../ui/page.tsx";
import { EmptyState, Notice } from "../ui/state.tsx";
import { SecretsDialog } from "./secrets-dialog.tsx";
import { TickTable } from "./tick-table.tsx";
import type { TriggerActions } from "./trigger-actions.ts";
import { TriggerBlock } from "./trigger-block.tsx";
import classes from "./triggers.module.css";

const TriggerDialog = dynamic(() => import("./trigger-dialog.tsx"), { ssr: false });

const sections = { schedule: "schedules", webhook: "hooks", versions: "versions" } as const;

/** What starts runs of a module by itself: schedules, web hooks, versions of other modules; and what came of it. */
export function TriggerPage({
  page,
  mayEdit,
  actions,
}: {
  page: ModuleTriggers;
  mayEdit: boolean;
  actions: TriggerActions;
}) {
  const t = useTranslations("triggers");
  const router = useRouter();
  const [edited, setEdited] = useState<{ kind: TriggerKind; trigger?: TriggerView }>();
  const [secrets, setSecrets] = useState<TriggerSecrets>();
  const { module, triggers, ticks, downstream } = page;
  const add = mayEdit ? (
    <>
      <Button leftSection={<IconPlus size={15} />} onClick={() => setEdited({ kind: "schedule" })}>
        {t("newSchedule")}
      </Button>
      <Button variant="default" onClick={() => setEdited({ kind: "webhook" })}>
        {t("newHook")}
      </Button>
      <Button variant="default" onClick={() => setEdited({ kind: "versions" })}>
        {t("newVersions")}
      </Button>
    </>
  ) : null;
  const show = (made: TriggerSecrets) => {
    if (made.token !== undefined || made.signingSecret !== undefined) setSecrets(made);
  };
  return (
    <Page
      title={t("title", { module: module.title || module.name })}
      lead={t("lead")}
      actions={triggers.length > 0 ? add : null}
    >
      {module.archived ? <Notice title={t("archived")} /> : null}
      {triggers.length === 0 && !module.archived ? (
        <EmptyState
          icon={IconClock}
          title={t("none")}
          text={t(mayEdit ? "noneText" : "noneReadOnly")}
          actions={add}
        />
      ) : null}
      {triggerKindIds.map((kind) => {
        const own = triggers.filter(({ settings }) => settings.kind === kind);
        return own.length === 0 ? null : (
          <Section key={kind} title={t(sections[kind])}>
            <ul className={classes.list} style={{ listStyle: "none", margin: 0, padding: 0 }}>
              {own.map((trigger) => (
                <TriggerBlock
                  key={trigger.id}
                  trigger={trigger}
                  mayEdit={mayEdit}
                  actions={actions}
                  edit={() => setEdited({ kind, trigger })}
                  shown={show}
                />
              ))}
            </ul>
          </Section>
        );
      })}
      {downstream.length > 0 ? (
        <Section title={t("downstream")} hint={t("downstreamHint")}>
          <ul style={{ margin: 0, paddingInlineStart: 18 }}>
            {downstream.map((one) => (
              <li key={`${one.module} ${one.trigger}`}>
                <Link href={`/modules/${one.module}/schedule`}>{one.module}</Link> · {one.trigger}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {triggers.length > 0 || ticks.length > 0 ? (
        <Section title={t("history")} hint={t("historyHint")}>
          {ticks.length === 0 ? (
            <p className={classes.hint}>{t("noHistory")}</p>
          ) : (
            <TickTable ticks={ticks} />
          )}
        </Section>
      ) : null}
      {edited ? (
        <TriggerDialog
          page={page}
          kind={edited.kind}
          trigger={edited.trigger}
          save={actions.save}
          close={() => setEdited(undefined)}
          done={(made) => {
            setEdited(undefined);
            show(made);
            router.refresh();
          }}
        />
      ) : null}
      {secrets ? <SecretsDialog secrets={secrets} close={() => setSecrets(undefined)} /> : null}
    </Page>
  );
}
