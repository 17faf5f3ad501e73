"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { TextField } from "../../../fields/text-field.tsx";
import { Tree } from "../../../ui/tree.tsx";
import type { SqlTable } from "../../code/complete-sql.ts";
import classes from "./scripts.module.css";

/** Lines that are drawn at once; a filter finds the others. */
const mostLines = 400;

/** Tables that the script can read, with their columns and types. */
export function InputSchema({ tables, state }: { tables: readonly SqlTable[]; state: "known" | "asking" }) {
  const t = useTranslations("editor.inspect");
  const [filter, setFilter] = useState("");
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [chosen, choose] = useState("");
  const wanted = filter.trim().toLowerCase();
  const fits = (name: string) => name.toLowerCase().includes(wanted);
  const lines = tables.flatMap((table, index) => {
    const found = table.columns.filter(({ name }) => wanted === "" || fits(name) || fits(table.name));
    if (wanted !== "" && found.length === 0 && !fits(table.name)) return [];
    const id = String(index);
    const isOpen = wanted === "" ? open.has(id) : true;
    return [
      { id, text: table.name, level: 1, isOpen, isSelected: chosen === id, aside: undefined },
      ...(isOpen ? found : []).map(({ name, type }, at) => ({
        id: `${id}-${at}`,
        text: name,
        level: 2,
        isSelected: chosen === `${id}-${at}`,
        aside: <span className={classes.type}>{type}</span>,
      })),
    ];
  });
  return (
    <section className={classes.schema} aria-label={t("canRead")}>
      <TextField
        isSmall
        value={filter}
        placeholder={t("findInput")}
        aria-label={t("findInput")}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      {tables.length === 0 ? (
        <p className={classes.hint}>{t(state === "asking" ? "askingSource" : "noInput")}</p>
      ) : (
        <div className={classes.tree}>
          <Tree
            label={t("canRead")}
            lines={lines.slice(0, mostLines)}
            choose={choose}
            setOpen={(id, isOpen) =>
              setOpen(new Set(isOpen ? [...open, id] : [...open].filter((one) => one !== id)))
            }
          />
        </div>
      )}
    </section>
  );
}
