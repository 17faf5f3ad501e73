"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { dataNameSchema } from "#lib/contracts";
import { renameColumn, renameTable } from "#lib/drafting";
import { TextField } from "../../fields/text-field.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog, DialogButtons } from "../../ui/dialog.tsx";
import { useSelection } from "../frame/selection.ts";
import { useEditor } from "../store/editor-context.tsx";
import type { DialogProps } from "./ask.ts";

/** Another name for a table or column, in everything that names it; scripts are the author's own. */
export default function RenameDialog({ ask: { table, column }, close }: DialogProps<"rename">) {
  const t = useTranslations("editor.canvas");
  const common = useTranslations("common");
  const { draft, edit } = useEditor();
  const { select } = useSelection();
  const before = column ?? table;
  const [name, setName] = useState(before);
  const others =
    column === undefined
      ? draft.tables.map((one) => one.name)
      : (draft.tables.find((one) => one.name === table)?.columns.map((one) => one.name) ?? []);
  const isTaken = others.some((one) => one !== before && one.toLowerCase() === name.toLowerCase());
  const isNamed = dataNameSchema.safeParse(name).success;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isNamed || isTaken) return;
    if (name !== before) {
      edit(column === undefined ? renameTable(table, name) : renameColumn({ table, column }, name));
      select(column === undefined ? { table: name } : { table, column: name });
    }
    close();
  };
  return (
    <Dialog isOpen close={close} title={t("renameTitle", { name: column ? `${table}.${column}` : table })}>
      <form onSubmit={submit}>
        <TextField
          label={t("name")}
          description={t("renameHelp")}
          value={name}
          data-autofocus
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setName(event.currentTarget.value)}
          error={isTaken ? t("nameTaken") : isNamed ? undefined : t("nameWrong")}
        />
        <DialogButtons>
          <Button variant="default" onClick={close}>
            {common("cancel")}
          </Button>
          <Button type="submit" disabled={!isNamed || isTaken}>
            {t("rename")}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
