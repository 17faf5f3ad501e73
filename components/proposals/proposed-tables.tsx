"use client";

import { useTranslations } from "next-intl";
import type { SourceTable } from "#lib/contracts";
import { privacyClassSchema } from "#lib/contracts";
import { SelectField } from "../fields/select-field.tsx";
import { TickField } from "../fields/tick-field.tsx";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Section } from "../ui/page.tsx";
import { PrivacyClassTag } from "../ui/privacy-class-tag.tsx";
import { isOut, leaveOut, takeIn, withClass } from "./adjust.ts";
import { ProposedColumns } from "./proposed-columns.tsx";
import type { Looks } from "./use-looks.ts";

const classes = privacyClassSchema.options;

/** What is proposed for each table that was looked at: what leaves, how, and why; class and whether it leaves can be changed. */
export function ProposedTables({
  tables,
  keyOf,
  looks,
  again,
}: {
  tables: readonly SourceTable[];
  keyOf: (table: SourceTable) => string;
  looks: Looks;
  again: (table: SourceTable) => void;
}) {
  return tables.map((table) => {
    const found = looks.stateOf(table);
    if (found?.error) return <Failed key={keyOf(table)} table={table} error={found.error} again={again} />;
    return found?.look ? <Proposed key={keyOf(table)} table={table} look={found.look} looks={looks} /> : null;
  });
}

function Failed({
  table,
  error,
  again,
}: {
  table: SourceTable;
  error: Parameters<typeof ErrorState>[0]["error"];
  again: (table: SourceTable) => void;
}) {
  const t = useTranslations("proposals");
  return (
    <Section title={table.name} hint={t("notLooked")}>
      <p style={{ margin: "0 0 8px" }}>{t("failed", { table: table.name })}</p>
      <ErrorState error={error} />
      <Button variant="default" style={{ marginTop: 8 }} onClick={() => again(table)}>
        {t("retry")}
      </Button>
    </Section>
  );
}

function Proposed({
  table,
  look,
  looks,
}: {
  table: SourceTable;
  look: NonNullable<ReturnType<Looks["of"]>>;
  looks: Looks;
}) {
  const t = useTranslations("proposals");
  const common = useTranslations("common");
  // What keys decide is not for values to say, nor to be changed here.
  const keys = new Set([...table.primaryKey, ...table.foreignKeys.flatMap((key) => key.columns)]);
  const free = look.columns.filter((column) => !keys.has(column.name));
  const out = free.filter(isOut).length;
  const rows =
    table.estimatedRows === undefined || table.estimatedRows <= look.rows
      ? t("looked", { rows: look.rows })
      : t("lookedOf", { rows: look.rows, all: table.estimatedRows });
  return (
    <Section
      title={table.name}
      hint={`${rows} · ${t("summary", { inside: look.columns.length - out, out })}`}
    >
      {keys.size > 0 ? (
        <p style={{ margin: "0 0 8px", color: "var(--ink-3)" }}>
          {[...keys].join(", ")}: {t("keyNote")}
        </p>
      ) : null}
      <ProposedColumns
        label={table.name}
        rows={free}
        before={{
          id: "publish",
          header: t("publish"),
          align: "center",
          cell: (column) => (
            <TickField
              isLabelHidden
              label={t("publishColumn", { column: column.name })}
              checked={!isOut(column)}
              onChange={(isIn) => looks.change(table, column.name, isIn ? takeIn : leaveOut)}
            />
          ),
        }}
        privacyClass={(column) => (
          <span style={{ display: "flex", gap: 6, alignItems: "center" }}>
            <PrivacyClassTag value={column.privacyClass} />
            <SelectField
              isSmall
              style={{ minWidth: 170 }}
              aria-label={t("classOf", { column: column.name })}
              value={column.privacyClass}
              onChange={(value) => {
                const chosen = classes.find((one) => one === value);
                if (chosen) looks.change(table, column.name, (before) => withClass(before, chosen));
              }}
              data={classes.map((one) => ({ value: one, label: common(`privacyClass.${one}`) }))}
            />
          </span>
        )}
      />
    </Section>
  );
}
