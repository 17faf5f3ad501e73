"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { applySheet, compareSheet, type JsonObject, readSheet, type SheetDiff } from "#lib/drafting";
import type { Locale, Text } from "#lib/kernel";
import { FileButton } from "../../../fields/file-button.tsx";
import { TextArea } from "../../../fields/text-area.tsx";
import { Button } from "../../../ui/button.tsx";
import { DataTable } from "../../../ui/data-table.tsx";
import { Dialog, DialogButtons } from "../../../ui/dialog.tsx";
import { Notice } from "../../../ui/state.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import classes from "./sheet-dialog.module.css";

/** More would make the page slow; the counts tell of all. */
const mostShown = 300;

/** Reads columns from a file or a text, shows what would change, and changes it as one step. */
export function SheetDialog({ close }: { close: () => void }) {
  const t = useTranslations("editor.grid");
  const locale = useLocale() as Locale;
  const { draft, edit } = useEditor();
  const [text, setText] = useState("");
  const read = text.trim() === "" ? undefined : readSheet(text);
  const diff = read?.ok ? compareSheet(draft, read.value) : undefined;
  const count = diff ? diff.changed.length + diff.added.length : 0;
  return (
    <Dialog isOpen close={close} title={t("import")} width={860}>
      <p className={classes.lead}>{t("importLead")}</p>
      <div className={classes.ways}>
        <FileButton
          accept=".csv,.json,text/csv,application/json"
          onChoose={(file) => void file.text().then(setText)}
        >
          {t("chooseFile")}
        </FileButton>
      </div>
      <TextArea
        isMono
        label={t("orPaste")}
        rows={4}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {read && !read.ok ? <Notice tone="error" title={read.error[locale]} /> : null}
      {diff ? <Difference diff={diff} /> : null}
      <DialogButtons>
        <Button variant="default" onClick={close}>
          {t("cancel")}
        </Button>
        <Button
          disabled={count === 0}
          onClick={() => {
            if (diff) edit(applySheet(diff));
            close();
          }}
        >
          {t("importApply", { count })}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

interface Line {
  readonly key: string;
  readonly kind: "changed" | "added" | "refused";
  readonly name: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
  readonly reason: Text | undefined;
}

/** What a new column says of itself, beside its name. */
const membersLine = ({ name: _name, ...members }: JsonObject): string =>
  Object.entries(members)
    .map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" · ");

const linesOf = ({ changed, added, refused }: SheetDiff): readonly Line[] => [
  ...refused.map(
    ({ line, table = "", column = "", reason }): Line => ({
      key: `r${line}`,
      kind: "refused",
      name: `${table}.${column}`,
      field: "",
      before: "",
      after: "",
      reason,
    }),
  ),
  ...changed.flatMap(({ table, column, changes }) =>
    changes.map(
      ({ field, before, after }): Line => ({
        key: `c${table}.${column}.${field}`,
        kind: "changed",
        name: `${table}.${column}`,
        field,
        before,
        after,
        reason: undefined,
      }),
    ),
  ),
  ...added.map(
    ({ table, column, json }): Line => ({
      key: `a${table}.${column}`,
      kind: "added",
      name: `${table}.${column}`,
      field: "",
      before: "",
      after: membersLine(json),
      reason: undefined,
    }),
  ),
];

function Difference({ diff }: { diff: SheetDiff }) {
  const t = useTranslations("editor.grid");
  const locale = useLocale() as Locale;
  const lines = linesOf(diff);
  const counts = {
    changed: diff.changed.length,
    added: diff.added.length,
    refused: diff.refused.length,
    same: diff.same,
  };
  return (
    <>
      <p className={classes.counts} role="status">
        {t("importCounts", counts)}
      </p>
      {lines.length > 0 ? (
        <DataTable
          label={t("importDifference")}
          height={300}
          rows={lines.slice(0, mostShown)}
          rowKey={({ key }) => key}
          columns={[
            { id: "kind", header: t("importWhat"), cell: ({ kind }) => t(`importKind.${kind}`) },
            {
              id: "name",
              header: t("column.column"),
              cell: ({ name }) => <code>{name}</code>,
            },
            { id: "field", header: t("importField"), cell: ({ field }) => field },
            {
              id: "before",
              header: t("importBefore"),
              cell: ({ before }) => <code className={classes.was}>{before}</code>,
            },
            {
              id: "after",
              header: t("importAfter"),
              cell: ({ after, reason }) =>
                reason ? reason[locale] : <code className={classes.value}>{after}</code>,
            },
          ]}
        />
      ) : null}
      {lines.length > mostShown ? (
        <p className={classes.lead}>{t("importMore", { count: lines.length - mostShown })}</p>
      ) : null}
    </>
  );
}
