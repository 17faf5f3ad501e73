"use client";

import { IconSearch } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useMemo, useState } from "react";
import { groupNode, removeGroup, setGroup } from "#lib/drafting";
import { TextField } from "../../fields/text-field.tsx";
import { TickField } from "../../fields/tick-field.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog, DialogButtons } from "../../ui/dialog.tsx";
import { matches } from "../../ui/list-filter.tsx";
import { groupsIn } from "../canvas/gather.ts";
import { useSelection } from "../frame/selection.ts";
import { useEditor } from "../store/editor-context.tsx";
import type { DialogProps } from "./ask.ts";
import classes from "./commands.module.css";
import { useCommands } from "./commands-context.tsx";

/** As many as a dialog draws well; a filter brings the others. */
const mostShown = 200;

/** Which tables are drawn together, and under which name. */
export default function GroupDialog({ ask, close }: DialogProps<"group">) {
  const t = useTranslations("editor.canvas");
  const common = useTranslations("common");
  const { document, draft, edit } = useEditor();
  const { select } = useSelection();
  const { say } = useCommands();
  const { own, gathered } = useMemo(() => groupsIn(document, draft), [document, draft]);
  const [before] = useState(() => {
    const { group, table } = ask;
    if (group !== undefined) return [...own, ...gathered].find((one) => one.name === group);
    return own.find(({ tables }) => tables.some((name) => name === table));
  });
  const [name, setName] = useState(before?.name ?? "");
  const [tables, setTables] = useState<readonly string[]>(before?.tables ?? (ask.table ? [ask.table] : []));
  const [filter, setFilter] = useState("");
  const trimmed = name.trim();
  const isTaken = own.some((one) => one.name === trimmed && one.name !== before?.name);
  const fitting = draft.tables.filter((table) => table.name !== "" && matches(filter, table.name));
  const isOwn = own.some((one) => one.name === before?.name);
  const isReady = trimmed !== "" && !isTaken && (tables.length > 0 || isOwn);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    if (tables.length === 0 && before) edit(removeGroup(before.name));
    else {
      edit(setGroup({ name: trimmed, tables }, before?.name));
      select({ table: groupNode(trimmed) });
      say(t("groupSays", { name: trimmed, count: tables.length }));
    }
    close();
  };
  return (
    <Dialog isOpen close={close} title={isOwn ? t("editGroup") : t("makeGroup")} width={480}>
      <form onSubmit={submit} className={classes.form}>
        <TextField
          label={t("name")}
          value={name}
          data-autofocus
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setName(event.currentTarget.value)}
          error={isTaken ? t("nameTaken") : undefined}
        />
        <fieldset className={classes.members}>
          <legend>{t("groupMembers", { count: tables.length })}</legend>
          <TextField
            value={filter}
            aria-label={t("findTable")}
            placeholder={t("findTable")}
            picture={<IconSearch size={15} aria-hidden />}
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
          <div className={classes.choices}>
            {fitting.slice(0, mostShown).map((table) => (
              <TickField
                key={table.name}
                label={table.name}
                checked={tables.includes(table.name)}
                onChange={(isIn) =>
                  setTables(isIn ? [...tables, table.name] : tables.filter((one) => one !== table.name))
                }
              />
            ))}
          </div>
          <p className={classes.hint} role="status">
            {fitting.length > mostShown
              ? t("shownFirst", { shown: mostShown, count: fitting.length })
              : fitting.length === 0
                ? t("noneFits")
                : ""}
          </p>
        </fieldset>
        <DialogButtons>
          <Button variant="default" onClick={close}>
            {common("cancel")}
          </Button>
          <Button type="submit" disabled={!isReady}>
            {isOwn ? t("saveGroup") : t("makeGroup")}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
