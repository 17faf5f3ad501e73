"use client";

import { IconPencil, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { TriggerSecrets, TriggerView } from "#lib/contracts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { EnvironmentTag } from "../ui/environment-tag.tsx";
import { ErrorText } from "../ui/error-text.tsx";
import { Link } from "../ui/link.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Notice } from "../ui/state.tsx";
import { Tag } from "../ui/tag.tsx";
import { Time } from "../ui/time.tsx";
import { useAction } from "../ui/use-action.ts";
import type { TriggerActions } from "./trigger-actions.ts";
import classes from "./triggers.module.css";

// The libraries that read cron are this page's alone, and the times are the reader's: never the server's.
const ScheduleTimes = dynamic(() => import("./schedule-times.tsx"), {
  ssr: false,
  loading: () => <Skeleton height={150} />,
});

/** What a button does that asks first. */
interface Confirmed {
  readonly isBusy: boolean;
  run(input: { readonly id: string }): unknown;
}

/** One thing that starts runs, with what it will do next. */
export function TriggerBlock({
  trigger,
  mayEdit,
  actions,
  edit,
  shown,
}: {
  trigger: TriggerView;
  mayEdit: boolean;
  actions: TriggerActions;
  edit: () => void;
  shown: (secrets: TriggerSecrets) => void;
}) {
  const t = useTranslations("triggers");
  const common = useTranslations("common");
  const router = useRouter();
  const refresh = { done: () => router.refresh() };
  const pausing = useAction(actions.pause, refresh);
  const removing = useAction(actions.remove, refresh);
  const renewing = useAction(actions.renewToken, { done: shown });
  const signing = useAction(actions.renewSecret, { done: shown });
  const { id, name, settings, pausedAt } = trigger;
  const isPaused = pausedAt !== undefined;
  const confirmed = (what: "renew" | "renewSecret" | "remove", by: Confirmed) => (
    <ConfirmButton
      size="compact"
      label={t(what)}
      title={t(`${what}Title`, { name })}
      text={t(`${what}Text`)}
      isBusy={by.isBusy}
      confirm={() => by.run({ id })}
    />
  );
  return (
    <li className={classes.trigger}>
      <h3 className={classes.head}>
        {name}
        <Tag tone="idle">{common(`runKind.${settings.runKind}`)}</Tag>
        <EnvironmentTag name={settings.environment} />
        {isPaused ? (
          <Tag tone="warn" icon={IconPlayerPause}>
            {t("paused")}
          </Tag>
        ) : null}
      </h3>
      {mayEdit ? (
        <div className={classes.buttons}>
          <Button
            variant="default"
            size="compact"
            leftSection={isPaused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
            loading={pausing.isBusy}
            onClick={() => pausing.run({ id, paused: !isPaused })}
          >
            {isPaused ? t("resume") : t("pause")}
          </Button>
          <Button variant="default" size="compact" leftSection={<IconPencil size={14} />} onClick={edit}>
            {t("edit")}
          </Button>
          {settings.kind === "webhook" ? confirmed("renew", renewing) : null}
          {settings.alerts.host === undefined ? null : confirmed("renewSecret", signing)}
          {confirmed("remove", removing)}
        </div>
      ) : null}
      <div className={classes.body}>
        {isPaused ? (
          <p className={classes.hint}>
            {t("pausedSince")} <Time at={pausedAt} />
          </p>
        ) : null}
        {settings.kind === "schedule" ? (
          <ScheduleTimes cron={settings.cron} timeZone={settings.timeZone} isPaused={isPaused} />
        ) : null}
        {settings.kind === "webhook" ? (
          <div>
            <p className={classes.hint}>
              {t("call")}. {t("callHint")}
            </p>
            <CodeBlock text={callOf(trigger)} label={t("call")} wrap />
          </div>
        ) : null}
        {settings.kind === "versions" ? (
          <p style={{ margin: 0 }}>
            {t(settings.when === "all" ? "afterAll" : "after")}:{" "}
            {(trigger.upstreams ?? []).map(({ module, newest }, index) => (
              <span key={module}>
                {index > 0 ? ", " : ""}
                <Link href={`/modules/${module}`}>{module}</Link>{" "}
                <span className={classes.hint}>({newest === 0 ? t("noVersionYet") : `v${newest}`})</span>
              </span>
            ))}
          </p>
        ) : null}
        <p className={classes.hint}>
          {t(`overlap`)}: {t(`overlapOf.${settings.overlap}`)} · {t("retries")}: {settings.retries.count}
          {settings.alerts.on.length > 0 ? (
            <>
              {" · "}
              {t("sends")}: {toldBy(trigger)}
            </>
          ) : null}
        </p>
        {Object.keys(settings.parameters).length > 0 ? (
          <p className={classes.hint}>
            {t("parameters")}:{" "}
            <code>
              {Object.entries(settings.parameters)
                .map(([parameter, value]) => `${parameter}=${value}`)
                .join(", ")}
            </code>
          </p>
        ) : null}
        {trigger.obstacle && !isPaused ? (
          <Notice tone="warn" title={t("obstacle")}>
            <ErrorText error={trigger.obstacle} />
          </Notice>
        ) : null}
        <Delivery trigger={trigger} />
      </div>
    </li>
  );
}

/** How a program calls a web hook; the token is not known any more. */
const callOf = ({ address = "" }: TriggerView): string =>
  `curl -X POST ${address} -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: $(uuidgen)" -H "Content-Type: application/json" -d '{"parameters": {}}'`;

function toldBy({ settings, told }: TriggerView): string {
  const { host } = settings.alerts;
  return [...told.map(({ name }) => name), ...(host === undefined ? [] : [host])].join(", ");
}

/** An alert that its address did not take. */
function Delivery({ trigger }: { trigger: TriggerView }) {
  const t = useTranslations("triggers");
  const last = trigger.lastDelivery;
  const isSent = trigger.settings.alerts.host !== undefined;
  if (!isSent || last?.reason === undefined || last.deliveredAt !== undefined) return null;
  const { host } = last;
  // A code of the product is a sentence; an answer's status and a code of the network are what they are.
  const isOurs = /^[a-z-]+$/.test(last.reason);
  return (
    <Notice tone="warn" title={t(last.nextAt ? "deliveryFailed" : "deliveryGivenUp", { host })}>
      {isOurs ? <ErrorText error={{ code: last.reason, params: { host } }} /> : <code>{last.reason}</code>}
    </Notice>
  );
}
