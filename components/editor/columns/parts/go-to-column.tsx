"use client";

import { useTranslations } from "next-intl";
import { Combobox } from "../../../ui/combobox.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import type { ColumnRow } from "../model/rows.ts";
import classes from "./bulk-bar.module.css";

/** More could not be read; typing finds the others. */
const most = 50;

/** Goes to a column by its name, whatever the filters show. */
export function GoToColumn({
  rows,
  go,
  close,
}: {
  rows: readonly ColumnRow[];
  go: (id: string) => void;
  close: () => void;
}) {
  const t = useTranslations("editor.grid");
  const find = (text: string) => {
    const words = text
      .toLowerCase()
      .split(/[\s.]+/)
      .filter(Boolean);
    const found: ColumnRow[] = [];
    for (const row of rows) {
      const name = `${row.table}.${row.column}`.toLowerCase();
      if (words.every((word) => name.includes(word))) found.push(row);
      if (found.length === most) break;
    }
    return found.map(({ id, table, column, own }) => ({
      value: id,
      label: `${table}.${column}`,
      hint: own.description.slice(0, 60),
    }));
  };
  return (
    <Dialog isOpen close={close} title={t("goToColumn")}>
      <div className={classes.type}>
        <Combobox
          label={t("goToColumn")}
          options={[]}
          find={find}
          cancel={close}
          choose={(id) => {
            close();
            go(id);
          }}
        />
      </div>
    </Dialog>
  );
}
