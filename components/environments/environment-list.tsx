"use client";

import { IconAlertTriangle, IconCheck, IconMapPin, IconPlus } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { EnvironmentSummary } from "#lib/contracts";
import { TextField } from "../fields/text-field.tsx";
import type { Action } from "../ui/action.ts";
import { Button } from "../ui/button.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Count } from "../ui/figures.tsx";
import { HelpLink } from "../ui/help-link.tsx";
import { Link } from "../ui/link.tsx";
import { Page } from "../ui/page.tsx";
import { EmptyState } from "../ui/state.tsx";
import { Tag } from "../ui/tag.tsx";
import { Ago } from "../ui/time.tsx";
import { useAction } from "../ui/use-action.ts";

type Create = Action<{ name: string; title: string }, { name: string }>;

/** Environments, with how much each binds and which modules it misses something for. */
export function EnvironmentList({
  environments,
  create,
}: {
  environments: readonly EnvironmentSummary[];
  /** Of those who may. */
  create?: Create | undefined;
}) {
  const t = useTranslations("environments");
  const common = useTranslations("common");
  const add = create ? <NewEnvironment create={create} /> : null;
  const columns: readonly Column<EnvironmentSummary>[] = [
    {
      id: "name",
      header: common("name"),
      sort: (row) => row.name,
      cell: (row) => (
        <>
          <Link href={`/environments/${row.name}`} style={{ fontWeight: 500 }}>
            {row.name}
          </Link>
          {row.title ? <span style={{ color: "var(--ink-3)" }}> · {row.title}</span> : null}{" "}
          {row.archivedAt ? <Tag tone="idle">{common("archived")}</Tag> : null}
        </>
      ),
    },
    {
      id: "bound",
      header: t("bound"),
      align: "number",
      sort: (row) => row.bound,
      cell: (row) => <Count value={row.bound} />,
    },
    {
      id: "modules",
      header: t("modules"),
      sort: (row) => row.unready.length,
      cell: (row) => (
        <>
          <Tag tone="good" icon={IconCheck}>
            {t("readyCount", { count: row.ready.length })}
          </Tag>{" "}
          {row.unready.length > 0 ? (
            <Tag tone="warn" icon={IconAlertTriangle}>
              {t("unreadyCount", { count: row.unready.length })}
            </Tag>
          ) : null}
        </>
      ),
    },
    {
      id: "created",
      header: common("created"),
      sort: (row) => row.createdAt,
      cell: (row) => <Ago at={row.createdAt} />,
    },
  ];
  return (
    <Page
      title={t("title")}
      lead={
        <>
          {t("lead")} <HelpLink article="environments" />
        </>
      }
      actions={environments.length === 0 ? null : add}
    >
      {environments.length === 0 ? (
        <EmptyState title={t("empty")} text={t("emptyText")} icon={IconMapPin} actions={add} />
      ) : (
        <DataTable label={t("title")} columns={columns} rows={environments} rowKey={(row) => row.name} />
      )}
    </Page>
  );
}

/** Asks for a name, which stays. */
function NewEnvironment({ create }: { create: Create }) {
  const t = useTranslations("environments");
  const common = useTranslations("common");
  const sources = useTranslations("sources");
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const { run, isBusy, error } = useAction(create, {
    quiet: true,
    done: ({ name }) => router.push(`/environments/${name}`),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    run({ name: String(form.get("name") ?? ""), title: String(form.get("title") ?? "") });
  };
  return (
    <>
      <Button leftSection={<IconPlus size={15} />} onClick={() => setOpen(true)}>
        {t("add")}
      </Button>
      <Dialog isOpen={isOpen} close={() => setOpen(false)} title={t("add")}>
        <form onSubmit={submit} style={{ display: "grid", gap: 14 }}>
          {error ? <ErrorState error={error} /> : null}
          <TextField
            name="name"
            label={common("name")}
            description={sources("nameHelp")}
            pattern="[a-z][a-z0-9\-]*"
            maxLength={63}
            required
            data-autofocus
          />
          <TextField name="title" label={t("titleField")} maxLength={200} />
          <Button type="submit" loading={isBusy}>
            {t("create")}
          </Button>
        </form>
      </Dialog>
    </>
  );
}
