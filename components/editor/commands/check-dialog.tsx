"use client";

import { useLocale, useTranslations } from "next-intl";
import { tableChecks } from "#lib/column-rules";
import { addTableCheck } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import { Dialog } from "../../ui/dialog.tsx";
import { useEditor } from "../store/editor-context.tsx";
import type { DialogProps } from "./ask.ts";
import { ChoiceList } from "./choice-list.tsx";
import { useCommands } from "./commands-context.tsx";

/** Which check of a table as a whole; its parameters are filled in in the inspector. */
export default function CheckDialog({ ask: { table }, close }: DialogProps<"check">) {
  const t = useTranslations("editor.canvas");
  const locale = useLocale() as Locale;
  const { edit } = useEditor();
  const { openInspector } = useCommands();
  return (
    <Dialog isOpen close={close} title={t("checkTitle", { table })} width={520}>
      <ChoiceList
        label={t("findCheck")}
        choices={tableChecks.map(({ id, docs }) => ({
          id,
          text: docs.title[locale],
          hint: docs.summary[locale],
        }))}
        choose={(rule) => {
          edit(addTableCheck(table, rule));
          close();
          openInspector({ table, stage: "cleanse" });
        }}
      />
    </Dialog>
  );
}
