"use client";

import { IconArchive, IconPencil } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { EnvironmentView } from "#lib/contracts";
import { TextField } from "../fields/text-field.tsx";
import type { KindTitle } from "../sources/kinds.ts";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { HelpLink } from "../ui/help-link.tsx";
import { Link } from "../ui/link.tsx";
import { Page, Section } from "../ui/page.tsx";
import { Notice } from "../ui/state.tsx";
import { Tag } from "../ui/tag.tsx";
import { useAction } from "../ui/use-action.ts";
import { BindingTable } from "./binding-table.tsx";

export interface EnvironmentActions {
  readonly archive: Action<{ name: string; archived: boolean }, unknown>;
  readonly update: Action<{ name: string; title: string }, unknown>;
  readonly bind: Action<
    { environment: string; kind: "source" | "store"; name: string; place?: string },
    unknown
  >;
}

/** One environment: what each name that documents say means there, and what modules still miss. */
export function EnvironmentPage({
  environment,
  kinds,
  actions,
  mayManage,
}: {
  environment: EnvironmentView;
  kinds: Readonly<Record<"source" | "store", readonly KindTitle[]>>;
  actions: EnvironmentActions;
  mayManage: boolean;
}) {
  const t = useTranslations("environments");
  const common = useTranslations("common");
  const router = useRouter();
  const { name, title, archivedAt } = environment;
  const again = { done: () => router.refresh() };
  const archiving = useAction(actions.archive, again);
  const binding = useAction(actions.bind, { ...again, success: t("saved"), quiet: true });
  const bindOf = (kind: "source" | "store") =>
    mayManage
      ? (named: string, place: string | undefined) =>
          binding.run({ environment: name, kind, name: named, ...(place === undefined ? {} : { place }) })
      : undefined;
  return (
    <Page
      title={title || name}
      tags={archivedAt ? <Tag tone="idle">{common("archived")}</Tag> : null}
      lead={
        <>
          <code>{name}</code> · {t("pageLead")} <HelpLink article="environments" />
        </>
      }
      actions={
        mayManage ? (
          <>
            <ChangeTitle environment={environment} update={actions.update} />
            <ConfirmButton
              label={archivedAt ? t("restore") : t("archive")}
              leftSection={<IconArchive size={15} />}
              title={archivedAt ? t("restoreTitle", { name }) : t("archiveTitle", { name })}
              text={archivedAt ? t("restoreText") : t("archiveText")}
              danger={!archivedAt}
              isBusy={archiving.isBusy}
              confirm={() => archiving.run({ name, archived: !archivedAt })}
            />
          </>
        ) : null
      }
    >
      <Missing environment={environment} />
      {binding.error ? <ErrorState error={binding.error} /> : null}
      <Section title={t("sources")} hint={t("sourcesHint")}>
        <BindingTable environment={environment} kind="source" kinds={kinds.source} bind={bindOf("source")} />
      </Section>
      <Section title={t("stores")} hint={t("storesHint")}>
        <BindingTable environment={environment} kind="store" kinds={kinds.store} bind={bindOf("store")} />
      </Section>
    </Page>
  );
}

/** What has to be bound before each module can run there. */
function Missing({ environment }: { environment: EnvironmentView }) {
  const t = useTranslations("environments");
  const missing = environment.modules.filter((one) => one.sources.length + one.stores.length > 0);
  if (missing.length === 0) return null;
  return (
    <Notice tone="warn" title={t("missing")}>
      <ul style={{ margin: 0, paddingInlineStart: 18 }}>
        {missing.map(({ module, sources, stores }) => (
          <li key={module}>
            <Link href={`/modules/${module}`}>{module}</Link>:{" "}
            {[
              ...(sources.length > 0 ? [t("missingSources", { names: sources.join(", ") })] : []),
              ...(stores.length > 0 ? [t("missingStores", { names: stores.join(", ") })] : []),
            ].join("; ")}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function ChangeTitle({
  environment,
  update,
}: {
  environment: EnvironmentView;
  update: EnvironmentActions["update"];
}) {
  const t = useTranslations("environments");
  const common = useTranslations("common");
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const { run, isBusy, error } = useAction(update, {
    quiet: true,
    done: () => {
      setOpen(false);
      router.refresh();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    run({
      name: environment.name,
      title: String(new FormData(event.currentTarget).get("title") ?? ""),
    });
  };
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={15} />} onClick={() => setOpen(true)}>
        {t("change")}
      </Button>
      <Dialog
        isOpen={isOpen}
        close={() => setOpen(false)}
        title={t("changeTitle", { name: environment.name })}
      >
        <form onSubmit={submit} style={{ display: "grid", gap: 14 }}>
          {error ? <ErrorState error={error} /> : null}
          <TextField
            name="title"
            label={t("titleField")}
            defaultValue={environment.title}
            maxLength={200}
            data-autofocus
          />
          <Button type="submit" loading={isBusy}>
            {common("save")}
          </Button>
        </form>
      </Dialog>
    </>
  );
}
