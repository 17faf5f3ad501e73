"use client";

import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { EnvironmentView, NamedPlace } from "#lib/contracts";
import { SelectField } from "../fields/select-field.tsx";
import type { KindTitle } from "../sources/kinds.ts";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Bytes } from "../ui/figures.tsx";
import { Link } from "../ui/link.tsx";
import { EmptyState } from "../ui/state.tsx";
import { Tag } from "../ui/tag.tsx";

type Kind = "source" | "store";

/** What may be meant by a name: of a source, others of its kind; of a store, those that serve no other environment. */
function choicesOf(environment: EnvironmentView, kind: Kind, named: NamedPlace) {
  const fitting =
    kind === "source"
      ? environment.sourceChoices.filter((one) => named.kind === undefined || one.kind === named.kind)
      : environment.storeChoices.filter(
          (one) => one.environment === undefined || one.environment === environment.name,
        );
  const isThere = named.place === undefined || fitting.some((one) => one.name === named.place);
  return [
    ...fitting.map(({ name, title }) => ({ value: name, label: title ? `${name} · ${title}` : name })),
    // One that is archived by now is still what is bound.
    ...(isThere ? [] : [{ value: named.place ?? "", label: named.place ?? "" }]),
  ];
}

/** What is bound, as the lists of sources and stores show it. */
function State({ row: { name, place, state }, kinds }: { row: NamedPlace; kinds: readonly KindTitle[] }) {
  const t = useTranslations("environments");
  const common = useTranslations("common");
  return (
    <>
      {place === name ? <Tag tone="idle">{t("itself")}</Tag> : null}{" "}
      {state?.archived ? (
        <Tag tone="warn" icon={IconAlertTriangle}>
          {common("archived")}
        </Tag>
      ) : null}{" "}
      {state ? (kinds.find(({ id }) => id === state.kind)?.title ?? state.kind) : null}
      {state?.usedBytes === undefined ? null : (
        <>
          {" · "}
          <Bytes value={state.usedBytes} />
        </>
      )}
    </>
  );
}

/** Names that documents say, with what each means in the environment; unbound ones are marked. */
export function BindingTable({
  environment,
  kind,
  kinds,
  bind,
}: {
  environment: EnvironmentView;
  kind: Kind;
  kinds: readonly KindTitle[];
  /** Of those who may. */
  bind?: ((name: string, place: string | undefined) => void) | undefined;
}) {
  const t = useTranslations("environments");
  const rows = kind === "source" ? environment.sources : environment.stores;
  const base = kind === "source" ? "/sources" : "/stores";
  const columns: readonly Column<NamedPlace>[] = [
    { id: "name", header: t("named"), sort: (row) => row.name, cell: (row) => <code>{row.name}</code> },
    {
      id: "place",
      header: t("means"),
      width: 320,
      minWidth: 200,
      cell: (row) =>
        bind ? (
          <SelectField
            isSmall
            isOptional
            aria-label={t("meansOf", { name: row.name, environment: environment.name })}
            data={choicesOf(environment, kind, row)}
            value={row.place ?? ""}
            onChange={(value) => bind(row.name, value === "" ? undefined : value)}
          />
        ) : row.place === undefined ? (
          "–"
        ) : (
          <Link href={`${base}/${row.place}`}>{row.place}</Link>
        ),
    },
    {
      id: "state",
      header: t("state"),
      sort: (row) => Number(row.place !== undefined),
      cell: (row) =>
        row.place === undefined ? (
          <Tag tone="warn" icon={IconAlertTriangle}>
            {t("unbound")}
          </Tag>
        ) : (
          <State row={row} kinds={kinds} />
        ),
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
  ];
  return rows.length === 0 ? (
    <EmptyState title={t(`none.${kind}`)} />
  ) : (
    <DataTable label={t(`${kind}s`)} columns={columns} rows={rows} rowKey={(row) => row.name} />
  );
}
