"use client";

import { IconArchive, IconPencil, IconPlugConnected } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { GrantScript, PlaceTest, PlaceView, RunCost, SourceDrift } from "#lib/contracts";
import type { Field } from "../fields/field-kinds.ts";
import type { Action } from "../ui/action.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Facts } from "../ui/facts.tsx";
import { Link } from "../ui/link.tsx";
import { Page, Section } from "../ui/page.tsx";
import { Tag } from "../ui/tag.tsx";
import { useAction } from "../ui/use-action.ts";
import type { PlaceKind, PlaceRole } from "./kinds.ts";
import { TestResult } from "./test-result.tsx";

const PlacePermissions = dynamic(() =>
  import("./place-permissions.tsx").then((file) => file.PlacePermissions),
);
// A store has none of these.
const RunCosts = dynamic(() => import("./run-costs.tsx").then((file) => file.RunCosts));
const SourceTables = dynamic(() => import("./source-tables.tsx").then((file) => file.SourceTables));
const SourceUse = dynamic(() => import("./source-use.tsx").then((file) => file.SourceUse));

export interface PlaceActions {
  readonly test: Action<{ name: string }, PlaceTest>;
  readonly archive: Action<{ name: string; archived: boolean }, unknown>;
  /** Sources alone have tables, and some a role to grant. */
  readonly drift?: Action<{ name: string }, SourceDrift>;
  readonly grantScript?: Action<{ name: string; tables: { schema?: string; name: string }[] }, GrantScript>;
}

/** One source or store: how it is reached, whether it answers, what it holds, who uses it. Secrets are never shown. */
export function PlacePage({
  of: role,
  kinds,
  place,
  actions,
  mayManage,
  costs = [],
  children,
}: {
  of: PlaceRole;
  kinds: readonly PlaceKind[];
  place: PlaceView;
  actions: PlaceActions;
  mayManage: boolean;
  /** What the newest runs cost a source. */
  costs?: readonly RunCost[];
  /** What is in it. */
  children?: ReactNode;
}) {
  const t = useTranslations("sources");
  const environments = useTranslations("environments");
  const common = useTranslations("common");
  const router = useRouter();
  const kind = kinds.find((one) => one.id === place.kind);
  const [answered, setAnswered] = useState(0);
  const [tested, setTested] = useState<PlaceTest>();
  const testing = useAction(actions.test, { quiet: true, done: setTested });
  const archiving = useAction(actions.archive, { done: () => router.refresh() });
  const base = role === "source" ? "/sources" : "/stores";
  const fields = kind?.fields ?? [];
  const isSecret = (field: Field) => place.secretNames.includes(field.name);
  const unset = fields.filter((field) => !isSecret(field) && isEmpty(place.config[field.name]));
  return (
    <Page
      title={place.title || place.name}
      tags={place.archivedAt ? <Tag tone="idle">{common("archived")}</Tag> : null}
      lead={
        <>
          <code>{place.name}</code> · {kind?.title ?? place.kind}
        </>
      }
      actions={
        mayManage ? (
          <>
            <Button
              leftSection={<IconPlugConnected size={15} />}
              loading={testing.isBusy}
              onClick={() => testing.run({ name: place.name })}
            >
              {t("test")}
            </Button>
            <ButtonLink
              href={`${base}/${place.name}/edit`}
              variant="default"
              leftSection={<IconPencil size={15} />}
            >
              {t("change")}
            </ButtonLink>
            <ConfirmButton
              label={place.archivedAt ? t("restore") : t("archive")}
              leftSection={<IconArchive size={15} />}
              title={
                place.archivedAt
                  ? t("restoreTitle", { name: place.name })
                  : t("archiveTitle", { name: place.name })
              }
              text={place.archivedAt ? t("restoreText") : t("archiveText")}
              danger={!place.archivedAt}
              isBusy={archiving.isBusy}
              confirm={() => archiving.run({ name: place.name, archived: !place.archivedAt })}
            />
          </>
        ) : null
      }
    >
      {testing.error ? <ErrorState error={testing.error} /> : tested ? <TestResult result={tested} /> : null}
      <Section title={t("settings")}>
        <Facts
          items={[
            ...fields
              .filter((field) => !unset.includes(field))
              .map((field) => ({
                name: field.label,
                value: isSecret(field) ? "••••••••" : shown(place.config[field.name], common),
              })),
            ...(unset.length === 0
              ? []
              : [{ name: t("unset"), value: unset.map((field) => field.label).join(" · ") }]),
            ...(place.boundIn.length > 0
              ? [
                  {
                    name: environments("title"),
                    value: place.boundIn.map((name, index) => (
                      <span key={name}>
                        {index > 0 ? ", " : ""}
                        <Link href={`/environments/${name}`}>{name}</Link>
                      </span>
                    )),
                  },
                ]
              : []),
            // A source's modules have a table of their own below.
            ...(role === "source"
              ? []
              : [
                  {
                    name: t("usedBy"),
                    value:
                      place.usedBy.length === 0
                        ? t("unused")
                        : place.usedBy.map((name, index) => (
                            <span key={name}>
                              {index > 0 ? ", " : ""}
                              <Link href={`/modules/${name}`}>{name}</Link>
                            </span>
                          )),
                  },
                ]),
          ]}
        />
      </Section>
      {actions.drift ? <SourceUse name={place.name} answered={answered} drift={actions.drift} /> : null}
      {costs.length > 0 ? <RunCosts costs={costs} /> : null}
      {actions.grantScript ? (
        <SourceTables
          name={place.name}
          grantScript={kind?.hasRoles ? actions.grantScript : undefined}
          onAnswer={() => setAnswered((count) => count + 1)}
        />
      ) : null}
      {children}
      <PlacePermissions of={role} />
    </Page>
  );
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

function shown(value: unknown, words: (word: "yes" | "no") => string): string {
  if (typeof value === "boolean") return words(value ? "yes" : "no");
  if (Array.isArray(value)) return value.map((one) => shown(one, words)).join(", ");
  if (typeof value === "object" && value !== null)
    return Object.values(value)
      .filter((one) => one !== "auto" && !isEmpty(one))
      .map((one) => shown(one, words))
      .join(" · ");
  return String(value);
}
