"use client";

import { Button, Group, Select, Skeleton } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryStates } from "nuqs";
import type { ModuleDetail } from "#lib/contracts";
import { AppError } from "#lib/kernel";
import { ChangesList } from "../reviews/changes-list.tsx";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { EnvironmentTag } from "../ui/environment-tag.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Hash } from "../ui/hash.tsx";
import { Section } from "../ui/page.tsx";
import { EmptyState } from "../ui/state.tsx";
import { Tag } from "../ui/tag.tsx";
import { Ago } from "../ui/time.tsx";
import { useAction } from "../ui/use-action.ts";
import type { ModuleActions } from "./module-actions.ts";
import { moduleHref } from "./module-href.ts";

const tones = { requested: "busy", approved: "good", "changes-requested": "warn", revoked: "warn" } as const;

/** Revisions, newest first; what changed between any two in meaning; an earlier one can become the draft again. */
export function HistoryTab({
  module,
  actions,
  mayEdit,
}: {
  module: ModuleDetail;
  actions: Pick<ModuleActions, "diffRevisions" | "restoreRevision">;
  mayEdit: boolean;
}) {
  const t = useTranslations("modules");
  const router = useRouter();
  const { name, environment } = module.summary;
  const numbers = module.revisions.map((one) => String(one.number));
  const [{ from, to }, compare] = useQueryStates(
    {
      from: parseAsString.withDefault(numbers[1] ?? numbers[0] ?? ""),
      to: parseAsString.withDefault(module.summary.draftAhead ? "draft" : (numbers[0] ?? "draft")),
    },
    { history: "replace" },
  );
  const restoring = useAction(actions.restoreRevision, {
    success: t("restored"),
    done: () => {
      router.push(moduleHref(name, environment));
      router.refresh();
    },
  });
  const side = (text: string) => (text === "draft" ? ("draft" as const) : Number(text));
  const diff = useQuery({
    queryKey: ["revision-diff", name, from, to, module.draft.etag],
    enabled: from !== "" && from !== to,
    queryFn: async () => {
      const answer = await actions.diffRevisions({ module: name, from: side(from), to: side(to) });
      if (!answer.ok) throw new AppError(answer.error.code, answer.error.params);
      return answer.value;
    },
  });
  if (module.revisions.length === 0)
    return <EmptyState title={t("noRevisions")} text={t("noRevisionsText")} />;
  const sides = [
    { value: "draft", label: t("draft") },
    ...numbers.map((one) => ({ value: one, label: t("revisionNumber", { number: one }) })),
  ];
  return (
    <>
      <DataTable
        label={t("tab.history")}
        rows={module.revisions}
        rowKey={(row) => row.id}
        columns={[
          { id: "number", header: "№", align: "number", width: 48, cell: (row) => row.number },
          {
            id: "message",
            header: t("message"),
            cell: (row) =>
              row.message ? (
                <span style={{ fontWeight: 500 }}>{row.message}</span>
              ) : (
                <span style={{ color: "var(--ink-3)" }}>{t("noMessage")}</span>
              ),
          },
          { id: "author", header: t("author"), cell: (row) => row.author.name },
          { id: "at", header: t("savedAt"), cell: (row) => <Ago at={row.createdAt} /> },
          {
            id: "review",
            header: t("tab.review"),
            cell: (row) =>
              row.review ? (
                <>
                  <Tag tone={tones[row.review]}>{t(`reviewStep.${row.review}`)}</Tag>{" "}
                  <EnvironmentTag name={row.environment} />
                </>
              ) : (
                "–"
              ),
          },
          { id: "hash", header: t("contentHash"), cell: (row) => <Hash value={row.contentHash} /> },
          {
            id: "actions",
            header: "",
            align: "number",
            cell: (row) =>
              mayEdit ? (
                <ConfirmButton
                  label={t("restore")}
                  variant="subtle"
                  leftSection={<IconHistory size={14} />}
                  title={t("restoreTitle", { number: row.number })}
                  text={t("restoreText")}
                  danger={false}
                  isBusy={restoring.isBusy}
                  confirm={() =>
                    restoring.run({ module: name, revision: row.number, etag: module.draft.etag })
                  }
                />
              ) : null,
          },
        ]}
      />
      <Section title={t("compare")}>
        <Group gap="xs" mb="sm">
          <Select
            size="xs"
            w={150}
            aria-label={t("compareFrom")}
            data={sides}
            value={from}
            allowDeselect={false}
            onChange={(value) => compare({ from: value })}
          />
          <span>→</span>
          <Select
            size="xs"
            w={150}
            aria-label={t("compareTo")}
            data={sides}
            value={to}
            allowDeselect={false}
            onChange={(value) => compare({ to: value })}
          />
          <Button variant="subtle" size="compact-sm" onClick={() => compare({ from: to, to: from })}>
            {t("swap")}
          </Button>
        </Group>
        {diff.isFetching ? <Skeleton height={64} /> : null}
        {diff.error instanceof AppError ? <ErrorState error={diff.error.toData()} /> : null}
        {diff.data && !diff.isFetching ? <ChangesList changes={diff.data.changes} /> : null}
        {from === to ? <p style={{ color: "var(--ink-3)", margin: 0 }}>{t("sameSides")}</p> : null}
      </Section>
    </>
  );
}
