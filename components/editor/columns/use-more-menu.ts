"use client";

import { useTranslations } from "next-intl";
import { sheetOf, writeSheetCsv, writeSheetJson } from "#lib/drafting";
import type { MenuItem } from "../../ui/menu-list.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { useEditor } from "../store/editor-context.tsx";
import type { useSamples } from "./use-samples.ts";

/** What is opened over the grid. */
export type Opened = "goto" | "patterns" | "import";

/** What is done with columns as a whole, behind one button. */
export function useMoreMenu({
  samples,
  tables,
  open,
  resetLayout,
}: {
  samples: ReturnType<typeof useSamples>;
  /** Of the rows that the filters show. */
  tables: readonly string[];
  open: (what: Opened) => void;
  resetLayout: () => void;
}): readonly MenuItem[] {
  const t = useTranslations("editor.grid");
  const { draft, mayEdit, name } = useEditor();
  const lines = () => sheetOf(draft);
  return [
    ...(samples.mayAsk
      ? [
          samples.waiting > 0
            ? { id: "stop", text: t("sampleStop"), choose: samples.stop }
            : {
                id: "sample",
                text: t("sampleAll", { count: tables.length }),
                isDisabled: tables.length === 0,
                choose: () => samples.ask(tables),
              },
        ]
      : []),
    { id: "patterns", text: t("patterns"), choose: () => open("patterns") },
    { id: "goto", text: t("goToColumn"), choose: () => open("goto") },
    ...(mayEdit ? [{ id: "import", text: t("import"), choose: () => open("import") }] : []),
    {
      id: "csv",
      text: t("exportCsv"),
      choose: () => saveFile(`${name}-columns.csv`, "text/csv;charset=utf-8", writeSheetCsv(lines())),
    },
    {
      id: "json",
      text: t("exportJson"),
      choose: () => saveFile(`${name}-columns.json`, "application/json", writeSheetJson(lines())),
    },
    { id: "reset", text: t("resetColumns"), choose: resetLayout },
  ];
}
