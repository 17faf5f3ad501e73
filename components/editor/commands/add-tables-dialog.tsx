"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { addTables, freeName } from "#lib/drafting";
import { TextField } from "../../fields/text-field.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { SegmentedControl } from "../../ui/segmented-control.tsx";
import { useEditor } from "../store/editor-context.tsx";
import { AddFromSource } from "./add-from-source.tsx";
import type { DialogProps } from "./ask.ts";
import { useCommands } from "./commands-context.tsx";
import { starterScript } from "./starter-script.ts";

const ways = ["source", "script"] as const;

/** Tables of a source, with what is proposed of their columns, or a table that a script makes of others. */
export default function AddTablesDialog({ close }: DialogProps<"add-tables">) {
  const t = useTranslations("editor.canvas");
  const [way, setWay] = useState<(typeof ways)[number]>("source");
  return (
    <Dialog isOpen close={close} title={t("addTables")} width={way === "source" ? 980 : 480}>
      <SegmentedControl
        label={t("addWay")}
        value={way}
        onChange={(value) => setWay(ways.find((one) => one === value) ?? "source")}
        data={ways.map((value) => ({ value, label: t(`addFrom.${value}`) }))}
        style={{ marginBottom: 12 }}
      />
      {way === "source" ? <AddFromSource close={close} /> : <AddMade close={close} />}
    </Dialog>
  );
}

function AddMade({ close }: { close: () => void }) {
  const t = useTranslations("editor.canvas");
  const { draft, edit } = useEditor();
  const { openInspector } = useCommands();
  const taken = draft.tables.map(({ name }) => name);
  const [name, setName] = useState(() => freeName("new_table", taken));
  const isTaken = taken.some((one) => one.toLowerCase() === name.trim().toLowerCase());
  const isNamed = name.trim() !== "" && !name.trim().startsWith("__");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isTaken || !isNamed) return;
        const table = name.trim();
        const script = starterScript({ name: table, extraction: undefined }, draft);
        edit(
          addTables([
            { name: table, publish: true, transformation: { language: "sql", script }, columns: [] },
          ]),
        );
        close();
        openInspector({ table, stage: "transform" });
      }}
    >
      <TextField
        label={t("name")}
        description={t("madeHelp")}
        value={name}
        data-autofocus
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setName(event.currentTarget.value)}
        error={isTaken ? t("nameTaken") : isNamed ? undefined : t("nameWrong")}
      />
      <Button type="submit" style={{ marginTop: 16 }} disabled={isTaken || !isNamed}>
        {t("add")}
      </Button>
    </form>
  );
}
