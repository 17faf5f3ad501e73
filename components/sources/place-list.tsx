"use client";

import { IconPlus } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { PlaceView } from "#lib/contracts";
import { ButtonLink } from "../ui/button.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Bytes } from "../ui/figures.tsx";
import { Link } from "../ui/link.tsx";
import { ListFilter, matches, useListFilter } from "../ui/list-filter.tsx";
import { Page } from "../ui/page.tsx";
import { EmptyState } from "../ui/state.tsx";
import { Tag } from "../ui/tag.tsx";
import { Ago } from "../ui/time.tsx";
import type { PlaceKind, PlaceRole } from "./kinds.ts";

/** Sources, or stores: their kind, who uses them. */
export function PlaceList({
  of: role,
  kinds,
  places,
  mayManage,
}: {
  of: PlaceRole;
  kinds: readonly PlaceKind[];
  places: readonly PlaceView[];
  mayManage: boolean;
}) {
  const t = useTranslations("sources");
  const common = useTranslations("common");
  const [q] = useListFilter();
  const base = role === "source" ? "/sources" : "/stores";
  const add = mayManage ? (
    <ButtonLink href={`${base}/new`} leftSection={<IconPlus size={15} />}>
      {t(`${role}.add`)}
    </ButtonLink>
  ) : null;
  const columns: readonly Column<PlaceView>[] = [
    {
      id: "name",
      header: common("name"),
      sort: (row) => row.name,
      cell: (row) => (
        <>
          <Link href={`${base}/${row.name}`} style={{ fontWeight: 500 }}>
            {row.name}
          </Link>
          {row.title ? <span style={{ color: "var(--ink-3)" }}> · {row.title}</span> : null}{" "}
          {row.archivedAt ? <Tag tone="idle">{common("archived")}</Tag> : null}
        </>
      ),
    },
    {
      id: "kind",
      header: common("kind"),
      sort: (row) => row.kind,
      cell: (row) => kinds.find((kind) => kind.id === row.kind)?.title ?? row.kind,
    },
    {
      id: "used",
      header: t("usedBy"),
      cell: (row) =>
        row.usedBy.length === 0
          ? "–"
          : row.usedBy.map((name, index) => (
              <span key={name}>
                {index > 0 ? ", " : ""}
                <Link href={`/modules/${name}`}>{name}</Link>
              </span>
            )),
    },
    ...(role === "store"
      ? [
          {
            id: "space",
            header: t("space"),
            align: "number",
            sort: (row) => row.usedBytes ?? 0,
            cell: (row) => <Bytes value={row.usedBytes ?? 0} />,
          } satisfies Column<PlaceView>,
        ]
      : []),
    {
      id: "updated",
      header: common("updated"),
      sort: (row) => row.updatedAt,
      cell: (row) => <Ago at={row.updatedAt} />,
    },
  ];
  return (
    <Page title={t(`${role}.title`)} lead={t(`${role}.lead`)} actions={places.length === 0 ? null : add}>
      {places.length === 0 ? (
        <EmptyState title={t(`${role}.empty`)} text={t(`${role}.emptyText`)} actions={add} />
      ) : (
        <>
          <ListFilter />
          <DataTable
            label={t(`${role}.title`)}
            columns={columns}
            rows={places.filter((row) => matches(q, row.name, row.title, row.kind))}
            rowKey={(row) => row.name}
          />
        </>
      )}
    </Page>
  );
}
