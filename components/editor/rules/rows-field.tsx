"use client";

import { IconArrowRight, IconPlus, IconX } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import fieldClasses from "../../fields/field.module.css";
import { TextArea } from "../../fields/text-area.tsx";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { rowsOf, tableText } from "./lines.ts";
import classes from "./rules.module.css";

type Row = readonly string[];

/** Rows that are drawn as inputs; the text has them all. */
const mostRows = 50;

/** Rows of texts: from and to, a value and its labels. Cell by cell, or as a text that a spreadsheet takes and gives. */
export function RowsField({
  label,
  description,
  error,
  rows,
  change,
  width,
  isDisabled = false,
}: {
  label: string;
  description?: ReactNode;
  error?: ReactNode;
  rows: readonly Row[];
  change: (rows: readonly Row[]) => void;
  /** Cells of every row, where it is always the same. */
  width?: number;
  isDisabled?: boolean | undefined;
}) {
  const t = useTranslations("editor.inspect");
  const id = useId();
  const [text, setText] = useState<string>();
  const wide = width ?? Math.max(2, ...rows.map((row) => row.length));
  const put = (at: number, cell: number, value: string) =>
    change(rows.map((row, other) => (other === at ? row.with(cell, value) : row)));
  if (text !== undefined)
    return (
      <div>
        <TextArea
          isMono
          label={label}
          description={t("rowsHelp")}
          rows={8}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <span className={classes.tools}>
          <Button
            variant="default"
            size="compact"
            onClick={() => {
              change(rowsOf(text, width));
              setText(undefined);
            }}
          >
            {t("takeOver")}
          </Button>
          <Button variant="subtle" size="compact" onClick={() => setText(undefined)}>
            {t("discard")}
          </Button>
        </span>
      </div>
    );
  return (
    <fieldset
      className={classes.rows}
      aria-describedby={error ? `${id}-error` : undefined}
      disabled={isDisabled}
    >
      <legend className={fieldClasses.label}>{label}</legend>
      {description ? <div className={fieldClasses.help}>{description}</div> : null}
      {rows.slice(0, mostRows).map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <div key={at} className={classes.row}>
          {Array.from({ length: wide }, (_, cell) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: cells neither
            <span key={cell} className={classes.cell}>
              {cell > 0 ? <IconArrowRight size={12} aria-hidden /> : null}
              <input
                className={`${fieldClasses.input} ${fieldClasses.small}`}
                aria-label={t("cell", { row: at + 1, cell: cell + 1, label })}
                value={row[cell] ?? ""}
                placeholder={t("emptyText")}
                onChange={(event) => put(at, cell, event.currentTarget.value)}
              />
            </span>
          ))}
          <IconButton
            label={t("removeRow", { row: at + 1 })}
            size={26}
            onClick={() => change(rows.filter((_, other) => other !== at))}
          >
            <IconX size={14} />
          </IconButton>
        </div>
      ))}
      {rows.length > mostRows ? (
        <div className={fieldClasses.help}>{t("moreItems", { count: rows.length - mostRows })}</div>
      ) : null}
      <span className={classes.tools}>
        <Button
          variant="default"
          size="compact"
          leftSection={<IconPlus size={14} />}
          onClick={() => change([...rows, Array.from({ length: wide }, () => "")])}
        >
          {t("addRow")}
        </Button>
        <Button variant="subtle" size="compact" onClick={() => setText(tableText(rows))}>
          {t("asText")}
        </Button>
      </span>
      {error ? (
        <div id={`${id}-error`} className={fieldClasses.error}>
          {error}
        </div>
      ) : null}
    </fieldset>
  );
}
