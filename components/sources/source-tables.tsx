"use client";

import { IconRefresh } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { GrantScript, Introspection, SourceTable } from "#lib/contracts";
import { TextField } from "../fields/text-field.tsx";
import { TickField } from "../fields/tick-field.tsx";
import type { Action } from "../ui/action.ts";
import { askRoute } from "../ui/ask-route.ts";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Count } from "../ui/figures.tsx";
import { matches } from "../ui/list-filter.tsx";
import { Section } from "../ui/page.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useAction } from "../ui/use-action.ts";
import { useLoaded } from "../ui/use-loaded.ts";

type GrantAction = Action<{ name: string; tables: { schema?: string; name: string }[] }, GrantScript>;

const keyOf = (table: SourceTable) => `${table.schema ?? ""}.${table.name}`;

/** What a source holds, asked live; and the statements that let a role read just that. */
export function SourceTables({
  name,
  grantScript,
  onAnswer,
}: {
  name: string;
  /** Absent where the source has no roles. */
  grantScript?: GrantAction | undefined;
  /** The source has answered: what was known of it may be otherwise now. */
  onAnswer?: () => void;
}) {
  const t = useTranslations("sources");
  const common = useTranslations("common");
  const [filter, setFilter] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [opened, setOpened] = useState<string>();
  const [asked, setAsked] = useState(0);
  // By the route: unlike an action's, its work ends when the page is left.
  const answer = useLoaded(`${name} ${asked}`, async (dropped) => {
    const path = ["api", "sources", name, "tables"];
    const told = await askRoute<Introspection>("GET", path, undefined, dropped);
    if (told.ok) onAnswer?.();
    return told;
  });
  const all = answer.state === "done" ? answer.value.tables : undefined;
  const tables = (all ?? []).filter((table) =>
    matches(filter, table.schema, table.name, ...table.columns.map((column) => column.name)),
  );
  const open = all?.find((table) => keyOf(table) === opened);
  return (
    <>
      <Section
        title={t("tables")}
        hint={all ? common("tableCount", { count: all.length }) : undefined}
        aside={
          <Button
            variant="subtle"
            color="gray"
            size="compact"
            leftSection={<IconRefresh size={14} />}
            loading={answer.state === "pending"}
            onClick={() => setAsked(asked + 1)}
          >
            {t("askAgain")}
          </Button>
        }
      >
        {answer.state === "pending" ? <Skeleton height={200} /> : null}
        {answer.state === "failed" ? <ErrorState error={answer.error} /> : null}
        {all ? (
          <>
            <div style={{ width: 300, marginBottom: 8 }}>
              <TextField
                value={filter}
                data-filter
                onChange={(event) => setFilter(event.currentTarget.value)}
                placeholder={t("filterTables")}
                aria-label={t("filterTables")}
              />
            </div>
            <DataTable
              label={t("tables")}
              rows={tables}
              rowKey={keyOf}
              height={420}
              isSelected={(table) => keyOf(table) === opened}
              columns={[
                {
                  id: "chosen",
                  header: "",
                  width: 36,
                  cell: (table) => (
                    <TickField
                      isLabelHidden
                      label={t("choose", { table: table.name })}
                      checked={chosen.includes(keyOf(table))}
                      onChange={(isOn) =>
                        setChosen(
                          isOn ? [...chosen, keyOf(table)] : chosen.filter((one) => one !== keyOf(table)),
                        )
                      }
                    />
                  ),
                },
                {
                  id: "schema",
                  header: t("schema"),
                  sort: (table) => table.schema ?? "",
                  cell: (table) => table.schema ?? "–",
                },
                {
                  id: "name",
                  header: t("table"),
                  sort: (table) => table.name,
                  cell: (table) => (
                    <Button
                      variant="subtle"
                      size="compact"
                      style={{ paddingInline: 0 }}
                      aria-expanded={keyOf(table) === opened}
                      onClick={() => setOpened(keyOf(table) === opened ? undefined : keyOf(table))}
                    >
                      {table.name}
                    </Button>
                  ),
                },
                { id: "kind", header: common("kind"), cell: (table) => t(`tableKind.${table.kind}`) },
                {
                  id: "columns",
                  header: t("columns"),
                  align: "number",
                  sort: (table) => table.columns.length,
                  cell: (table) => <Count value={table.columns.length} />,
                },
                {
                  id: "rows",
                  header: t("rowsEstimated"),
                  align: "number",
                  sort: (table) => table.estimatedRows ?? -1,
                  cell: (table) => <Count value={table.estimatedRows} />,
                },
                { id: "key", header: t("primaryKey"), cell: (table) => table.primaryKey.join(", ") || "–" },
                {
                  id: "foreign",
                  header: t("foreignKeys"),
                  cell: (table) =>
                    table.foreignKeys
                      .map((key) => `${key.columns.join(", ")} → ${key.references.table}`)
                      .join("; ") || "–",
                },
              ]}
            />
            {open ? <ColumnsOf table={open} /> : null}
          </>
        ) : null}
      </Section>
      {grantScript ? (
        <Grant
          name={name}
          tables={all ?? []}
          chosen={chosen}
          isDue={answer.state !== "pending"}
          grantScript={grantScript}
        />
      ) : null}
    </>
  );
}

/** The statements that make a reading role, for chosen tables or for all; also where a source has none to show yet. */
function Grant({
  name,
  tables,
  chosen,
  isDue,
  grantScript,
}: {
  name: string;
  tables: readonly SourceTable[];
  chosen: readonly string[];
  /** The source has answered, or will not. */
  isDue: boolean;
  grantScript: GrantAction;
}) {
  const t = useTranslations("sources");
  const [script, setScript] = useState<string>();
  const granting = useAction(grantScript, { done: (answer) => setScript(answer.script) });
  return (
    <Section title={t("grant")} hint={t("grantHint")}>
      <Button
        variant="default"
        disabled={!isDue}
        loading={granting.isBusy}
        onClick={() =>
          granting.run({
            name,
            tables: tables
              .filter((table) => chosen.length === 0 || chosen.includes(keyOf(table)))
              .map((table) => ({ schema: table.schema, name: table.name })),
          })
        }
      >
        {chosen.length === 0 ? t("grantAll") : t("grantChosen", { count: chosen.length })}
      </Button>
      {script === undefined ? null : (
        <div style={{ marginTop: 8 }}>
          <CodeBlock text={script} label={t("grant")} />
        </div>
      )}
    </Section>
  );
}

function ColumnsOf({ table }: { table: SourceTable }) {
  const t = useTranslations("sources");
  const common = useTranslations("common");
  return (
    <div style={{ marginTop: 8 }}>
      <DataTable
        label={t("columnsOf", { table: table.name })}
        rows={table.columns}
        rowKey={(column) => column.name}
        height={320}
        columns={[
          { id: "name", header: t("column"), sort: (column) => column.name, cell: (column) => column.name },
          { id: "native", header: t("nativeType"), cell: (column) => <code>{column.nativeType}</code> },
          { id: "type", header: t("type"), cell: (column) => <code>{column.datatype}</code> },
          {
            id: "nullable",
            header: t("nullable"),
            cell: (column) => (column.nullable ? common("yes") : common("no")),
          },
        ]}
      />
    </div>
  );
}
