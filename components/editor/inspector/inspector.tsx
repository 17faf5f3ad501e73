"use client";

import { useTranslations } from "next-intl";
import { EmptyState } from "../../ui/state.tsx";
import { useSelection } from "../frame/selection.ts";
import { useEditor } from "../store/editor-context.tsx";

/** Everything about what is chosen, to be changed here. */
export function Inspector() {
  const t = useTranslations("editor");
  const { draft } = useEditor();
  const { selection } = useSelection();
  const table = draft.tables.find(({ name }) => name === selection?.table);
  if (!table) return <EmptyState title={t("nothingChosen")} text={t("nothingChosenText")} />;
  const column = table.columns.find(({ name }) => name === selection?.column);
  return <pre>{JSON.stringify((column ?? table).json, null, 2)}</pre>;
}
