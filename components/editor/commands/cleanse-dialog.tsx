"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/state.tsx";
import { useEditor } from "../store/editor-context.tsx";
import type { DialogProps } from "./ask.ts";
import { ChoiceList } from "./choice-list.tsx";
import { useCommands } from "./commands-context.tsx";

/** Which column a cleansing step is for; its steps are added where they are listed, in the inspector. */
export default function CleanseDialog({ ask: { table }, close }: DialogProps<"cleanse">) {
  const t = useTranslations("editor.canvas");
  const { draft } = useEditor();
  const { openInspector } = useCommands();
  const columns = draft.tables.find(({ name }) => name === table)?.columns ?? [];
  return (
    <Dialog isOpen close={close} title={t("cleanseTitle", { table })}>
      {columns.length === 0 ? (
        <EmptyState title={t("noColumns")} />
      ) : (
        <ChoiceList
          label={t("findColumn")}
          choices={columns.map((column) => ({
            id: column.name,
            text: column.name,
            hint: [
              column.datatype,
              t("words.normalizers", { count: column.normalize.length }),
              t("words.checks", { count: column.checks.length }),
            ]
              .filter(Boolean)
              .join(" · "),
          }))}
          choose={(column) => {
            close();
            openInspector({ table, column, stage: "cleanse" });
          }}
        />
      )}
    </Dialog>
  );
}
