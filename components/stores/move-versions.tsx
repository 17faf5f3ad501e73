"use client";

import { IconArrowRight } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { StoreContents } from "#lib/contracts";
import { SelectField } from "../fields/select-field.tsx";
import type { Action } from "../ui/action.ts";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { Section } from "../ui/page.tsx";
import { useAction } from "../ui/use-action.ts";
import { MoveList } from "./move-list.tsx";
import classes from "./stores.module.css";

export interface MoveActions {
  readonly start: Action<{ from: string; to: string; module?: string }, unknown>;
  readonly stop: Action<{ id: string }, unknown>;
}

/** How often the page asks how far a move is. */
const askEvery = 2_000;

/** Moves versions to another store, and shows how far each move is. */
export function MoveVersions({
  store,
  contents,
  actions,
}: {
  store: string;
  contents: StoreContents;
  actions: MoveActions;
}) {
  const t = useTranslations("stores");
  const router = useRouter();
  const { others, modules, moves, mayManage } = contents;
  const [to, setTo] = useState(others[0]?.name ?? "");
  const [module, setModule] = useState("");
  const starting = useAction(actions.start, { success: t("moveStarted"), done: () => router.refresh() });
  const isMoving = moves.some(({ finishedAt }) => finishedAt === undefined);
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => router.refresh(), askEvery);
    return () => clearInterval(timer);
  }, [isMoving, router]);
  return (
    <Section title={t("move")} hint={t("moveHint")}>
      {others.length === 0 ? <p className={classes.words}>{t("moveNoOther")}</p> : null}
      {mayManage && others.length > 0 ? (
        <>
          <div className={classes.form}>
            <SelectField
              label={t("moveTo")}
              value={to}
              onChange={setTo}
              data={others.map(({ name, title }) => ({
                value: name,
                label: title ? `${name} · ${title}` : name,
              }))}
            />
            <SelectField
              label={t("moveWhat")}
              value={module}
              onChange={setModule}
              data={[
                { value: "", label: t("allModules") },
                ...modules.map((one) => ({ value: one.module, label: one.module })),
              ]}
            />
          </div>
          <div className={classes.tools}>
            <ConfirmButton
              label={t("moveStart")}
              leftSection={<IconArrowRight size={15} />}
              title={t("moveTitle", { store: to })}
              text={t("moveText")}
              danger={false}
              disabled={to === "" || isMoving || modules.length === 0}
              isBusy={starting.isBusy}
              confirm={() => starting.run({ from: store, to, ...(module === "" ? {} : { module }) })}
            />
          </div>
        </>
      ) : null}
      {moves.length > 0 ? <MoveList moves={moves} stop={actions.stop} mayManage={mayManage} /> : null}
    </Section>
  );
}
