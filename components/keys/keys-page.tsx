"use client";

import { IconKey, IconKeyOff, IconRefresh } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { KeyChange, LinkageDomainView } from "#lib/contracts";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { shortHash } from "../ui/format.ts";
import { Link } from "../ui/link.tsx";
import { ListFilter, matches, useListFilter } from "../ui/list-filter.tsx";
import { Page, Section } from "../ui/page.tsx";
import { EmptyState } from "../ui/state.tsx";
import { Tag } from "../ui/tag.tsx";
import { Ago } from "../ui/time.tsx";
import { useAction } from "../ui/use-action.ts";
import { AdmitModule } from "./admit-module.tsx";
import { DestroyKey } from "./destroy-key.tsx";
import type { KeyActions } from "./key-actions.ts";
import { ReIdentifyForm } from "./re-identify-form.tsx";

type Key = LinkageDomainView["keys"][number];

/** Linkage domains, the ids of their keys, and who uses them. A key itself is nowhere. */
export function KeysPage({
  domains,
  modules,
  may,
  actions,
}: {
  domains: readonly LinkageDomainView[];
  modules: readonly string[];
  may: { readonly manage: boolean; readonly reIdentify: boolean };
  actions: KeyActions;
}) {
  const t = useTranslations("keys");
  const router = useRouter();
  const [q] = useListFilter();
  const [change, setChange] = useState<KeyChange>();
  const done = (answer?: KeyChange) => {
    setChange(answer);
    router.refresh();
  };
  const rotate = useAction(actions.rotate, { done, success: t("rotated") });
  const dismiss = useAction(actions.dismiss, { done: () => done(), success: t("dismissed") });
  const isShared = ({ name }: LinkageDomainView) => !name.includes("/");
  const columns: readonly Column<LinkageDomainView>[] = [
    {
      id: "name",
      header: t("domain"),
      sort: (row) => row.name,
      cell: (row) => <code>{row.name}</code>,
    },
    {
      id: "keys",
      header: t("keys"),
      cell: (row) => (
        <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 4 }}>
          {row.keys.map((key) => (
            <KeyLine
              key={key.id}
              domain={row.name}
              of={key}
              may={may.manage}
              destroy={actions.destroy}
              done={done}
            />
          ))}
        </ul>
      ),
    },
    {
      id: "admitted",
      header: t("admitted"),
      cell: (row) =>
        isShared(row) ? (
          <ul style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 4 }}>
            {row.admitted.map(({ module }) => (
              <li key={module} style={{ display: "flex", gap: 8, alignItems: "center" }}>
                <Link href={`/modules/${module}`}>{module}</Link>
                {may.manage ? (
                  <ConfirmButton
                    size="compact"
                    label={t("dismiss")}
                    title={t("dismissTitle", { module, domain: row.name })}
                    text={t("dismissText")}
                    isBusy={dismiss.isBusy}
                    confirm={() => dismiss.run({ domain: row.name, module })}
                  />
                ) : null}
              </li>
            ))}
            {row.admitted.length === 0 ? <li>{t("nobody")}</li> : null}
          </ul>
        ) : (
          t("ownDomain")
        ),
    },
    {
      id: "actions",
      header: "",
      align: "number",
      cell: (row) =>
        may.manage ? (
          <ConfirmButton
            size="compact"
            danger={false}
            leftSection={<IconRefresh size={14} />}
            label={t("rotate")}
            title={t("rotateTitle", { domain: row.name })}
            text={t("rotateText")}
            isBusy={rotate.isBusy}
            confirm={() => rotate.run({ domain: row.name })}
          />
        ) : null,
    },
  ];
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        may.manage ? (
          <AdmitModule domains={domains} modules={modules} admit={actions.admit} done={() => done()} />
        ) : null
      }
    >
      {change ? <RunAgain change={change} /> : null}
      {domains.length === 0 ? (
        <EmptyState title={t("empty")} />
      ) : (
        <>
          <ListFilter />
          <DataTable
            top
            label={t("title")}
            columns={columns}
            rows={domains.filter((row) => matches(q, row.name, ...row.admitted.map(({ module }) => module)))}
            rowKey={(row) => row.name}
          />
        </>
      )}
      {may.reIdentify ? (
        <Section title={t("reIdentify")} hint={t("reIdentifyHint")}>
          <ReIdentifyForm modules={modules} reIdentify={actions.reIdentify} />
        </Section>
      ) : null}
    </Page>
  );
}

const tones = { active: "good", retired: "idle", destroyed: "bad" } as const;

function KeyLine({
  domain,
  of: { id, state, createdAt },
  may,
  destroy,
  done,
}: {
  domain: string;
  of: Key;
  may: boolean;
  destroy: KeyActions["destroy"];
  done: (change: KeyChange) => void;
}) {
  const t = useTranslations("keys");
  return (
    <li style={{ display: "flex", gap: 8, alignItems: "center" }}>
      <code title={id}>{shortHash(id)}</code>
      <Tag tone={tones[state]} icon={state === "destroyed" ? IconKeyOff : IconKey}>
        {t(`state.${state}`)}
      </Tag>
      <Ago at={createdAt} />
      {may && state === "retired" ? (
        <DestroyKey domain={domain} keyId={id} destroy={destroy} done={done} />
      ) : null}
    </li>
  );
}

/** What a changed key means for what was published. */
function RunAgain({ change }: { change: KeyChange }) {
  const t = useTranslations("keys");
  return (
    <div
      role="status"
      style={{ padding: 12, border: "1px solid var(--line)", borderRadius: 6, display: "grid", gap: 6 }}
    >
      <span>{t("concerned", { count: change.versions.length })}</span>
      {change.runAgain.length > 0 ? (
        <span>
          {t("runAgain")}{" "}
          {change.runAgain.map((module, at) => (
            <span key={module}>
              {at > 0 ? ", " : ""}
              <Link href={`/modules/${module}`}>{module}</Link>
            </span>
          ))}
        </span>
      ) : null}
    </div>
  );
}
