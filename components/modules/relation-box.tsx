"use client";

import { IconKey, IconLink } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Handle, Position } from "reactflow";
import { PrivacyClassTag } from "../ui/privacy-class-tag.tsx";
import { boxWidth, type DrawnTable, shownColumns } from "./lay-out.ts";
import classes from "./tables-graph.module.css";

/** Where lines leave and enter: the row of the title, or of the referring column. */
export const titleHandle = "title";
/** From here a line to another table can be drawn. */
const outOf = (column: string) => `out ${column}`;
export const columnOut = (handle: string | null | undefined): string | undefined =>
  handle?.startsWith("out ") ? handle.slice(4) : undefined;

const isForeign = (table: DrawnTable, name: string) =>
  table.references.some((one) => one.columns.includes(name));

/** Keys first: what joins tables is what the picture is for. */
export const shownOf = (table: DrawnTable) => {
  const rank = (name: string) => (table.primaryKey.includes(name) ? 0 : isForeign(table, name) ? 1 : 2);
  return table.columns.toSorted((a, b) => rank(a.name) - rank(b.name)).slice(0, shownColumns);
};

/** The handle that the line of a foreign key ends at: its first column, where that is shown. */
export const handleOf = (table: DrawnTable, columns: readonly string[]): string =>
  columns[0] !== undefined && shownOf(table).some(({ name }) => name === columns[0])
    ? columns[0]
    : titleHandle;

/** A table with its columns, keys first; without `choose` it is only looked at. */
export function RelationBox({
  table,
  choose,
  chosen,
  isConnectable = false,
  aside,
}: {
  table: DrawnTable;
  /** A column, or the table. */
  choose?: (column: string | undefined) => void;
  chosen?: { readonly column?: string | undefined } | undefined;
  isConnectable?: boolean;
  aside?: ReactNode;
}) {
  const t = useTranslations("modules");
  const shown = shownOf(table);
  const name = (text: string, className: string | undefined, column?: string) =>
    choose ? (
      <button
        type="button"
        tabIndex={-1}
        className={`${classes.choice} ${className}`}
        title={text}
        aria-current={(chosen && chosen.column === column) || undefined}
        onClick={(event) => {
          event.stopPropagation();
          choose(column);
        }}
      >
        {text}
      </button>
    ) : (
      <span className={className} title={text}>
        {text}
      </span>
    );
  return (
    <div
      className={`${classes.box} ${table.isPublished ? "" : classes.hidden}`}
      data-chosen={chosen ? true : undefined}
      style={{ width: boxWidth }}
    >
      <div className={classes.name}>
        <Handle id={titleHandle} type="target" position={Position.Left} isConnectable={false} />
        {name(table.name, classes.text)}
        {table.isPublished ? null : <span className={classes.note}>{t("notPublished")}</span>}
        {aside}
        <Handle id={titleHandle} type="source" position={Position.Right} isConnectable={isConnectable} />
      </div>
      <ul className={classes.columns}>
        {shown.map((column) => {
          const isKey = table.primaryKey.includes(column.name);
          const isReference = isForeign(table, column.name);
          return (
            <li key={column.name} data-chosen={(chosen && chosen.column === column.name) || undefined}>
              {table.references.some((one) => one.columns[0] === column.name) ? (
                <Handle id={column.name} type="target" position={Position.Left} isConnectable={false} />
              ) : null}
              <span className={classes.mark}>
                {isKey ? <IconKey size={13} role="img" aria-label={t("primaryKey")} /> : null}
                {isReference ? <IconLink size={13} role="img" aria-label={t("foreignKey")} /> : null}
              </span>
              {name(column.name, `${classes.text} ${isKey ? classes.key : ""}`, column.name)}
              {column.privacyClass && column.privacyClass !== "insensitive" ? (
                <PrivacyClassTag value={column.privacyClass} />
              ) : null}
              {isConnectable ? (
                <Handle id={outOf(column.name)} type="source" position={Position.Right} />
              ) : null}
            </li>
          );
        })}
        {table.columns.length > shown.length ? (
          <li className={classes.more}>{t("moreColumns", { count: table.columns.length - shown.length })}</li>
        ) : null}
      </ul>
    </div>
  );
}
