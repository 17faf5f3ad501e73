"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useLayoutEffect, useRef } from "react";
import { columnTypeNames, parseColumnType, privacyClassSchema } from "#lib/contracts";
import { setMember } from "#lib/drafting";
import { Combobox, type ComboboxOption } from "../../../ui/combobox.tsx";
import { PrivacyClassTag } from "../../../ui/privacy-class-tag.tsx";
import type { ColumnRow } from "../model/rows.ts";
import type { GridColumnId } from "./columns.ts";
import { type Onward, useCellEditing } from "./edit-context.ts";
import classes from "./grid.module.css";

/** A cell while it is edited: a text, or one of a list. */
export function EditedCell({ row, column, typed }: { row: ColumnRow; column: GridColumnId; typed: string }) {
  if (column === "type") return <TypeCell row={row} typed={typed} />;
  if (column === "class") return <ClassCell row={row} typed={typed} />;
  return <TextCell row={row} column={column} typed={typed} />;
}

const onwards = { enter: "down", tab: "next", "shift-tab": "previous", pointer: "stay" } as const;

const textOf = (row: ColumnRow, column: GridColumnId): string =>
  column === "column" ? row.column : column === "from" ? row.own.from : row.own.description;

function TextCell({ row, column, typed }: { row: ColumnRow; column: GridColumnId; typed: string }) {
  const t = useTranslations("editor.grid");
  const { commit, cancel, rename } = useCellEditing();
  const input = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  const before = textOf(row, column);
  useLayoutEffect(() => {
    input.current?.focus({ preventScroll: true });
    if (typed === "") input.current?.select();
  }, [typed]);
  const end = (onward: Onward) => {
    // Leaving the input by a key blurs it too.
    if (isDone.current) return;
    isDone.current = true;
    const text = (input.current?.value ?? "").trim();
    if (text === before) commit(undefined, onward);
    else if (column === "column") rename(row, text, onward);
    else if (column === "from")
      commit(setMember([row], "from", text === "" || text === row.column ? undefined : text), onward);
    else commit(setMember([row], "description", text === "" ? undefined : text), onward);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Enter" && !event.nativeEvent.isComposing) end("down");
    else if (event.key === "Tab") end(event.shiftKey ? "previous" : "next");
    else if (event.key === "Escape") {
      isDone.current = true;
      cancel();
    } else return;
    event.preventDefault();
  };
  return (
    <input
      ref={input}
      className={classes.input}
      defaultValue={typed === "" ? before : typed}
      aria-label={t("editCell", { field: t(`column.${column}`), column: row.column })}
      spellCheck={column === "description"}
      autoComplete="off"
      onKeyDown={onKeyDown}
      onBlur={() => end("stay")}
    />
  );
}

/** Widths that money and measures have; any other is typed. */
const commonDecimals = ["decimal(12,2)", "decimal(18,4)", "decimal(38,10)"];
const typeOptions: readonly ComboboxOption[] = columnTypeNames
  .flatMap((name) => (name === "decimal" ? commonDecimals : [name]))
  .map((value) => ({ value, label: value }));

/** The types that fit what was typed; a decimal of any precision and scale is one of them. */
export function typesFor(text: string): readonly ComboboxOption[] {
  const wanted = text.toLowerCase().replaceAll(" ", "");
  const found = typeOptions.filter(({ value }) => value.includes(wanted));
  const isNew = parseColumnType(wanted) !== undefined && !found.some(({ value }) => value === wanted);
  return isNew ? [{ value: wanted, label: wanted }, ...found] : found;
}

function TypeCell({ row, typed }: { row: ColumnRow; typed: string }) {
  const t = useTranslations("editor.grid");
  const { commit, cancel } = useCellEditing();
  return (
    <Combobox
      label={t("editCell", { field: t("column.type"), column: row.column })}
      options={typeOptions}
      find={typesFor}
      initial={typed}
      current={row.effective.datatype}
      cancel={cancel}
      choose={(value, by) => commit(setMember([row], "datatype", value), onwards[by])}
    />
  );
}

function ClassCell({ row, typed }: { row: ColumnRow; typed: string }) {
  const t = useTranslations("editor.grid");
  const common = useTranslations("common");
  const { commit, cancel } = useCellEditing();
  const options = privacyClassSchema.options.map((value) => ({
    value,
    label: common(`privacyClass.${value}`),
    picture: <PrivacyClassTag value={value} isPictureOnly />,
  }));
  return (
    <Combobox
      label={t("editCell", { field: t("column.class"), column: row.column })}
      options={options}
      initial={typed}
      current={row.effective.privacyClass ?? ""}
      cancel={cancel}
      choose={(value, by) => commit(setMember([row], "privacyClass", value), onwards[by])}
    />
  );
}
