"use client";

import { IconArrowsExchange, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { orphanPolicySchema } from "#lib/contracts";
import { addForeignKey, all, type DraftTable, setPrimaryKey } from "#lib/drafting";
import { SelectField } from "../../fields/select-field.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog, DialogButtons } from "../../ui/dialog.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Notice } from "../../ui/state.tsx";
import { useSelection } from "../frame/selection.ts";
import { useEditor } from "../store/editor-context.tsx";
import type { DialogProps } from "./ask.ts";
import classes from "./commands.module.css";
import { useCommands } from "./commands-context.tsx";
import { proposeDirection, proposeLink } from "./propose-link.ts";

/** As a first document has it: rows are numbered anew, and nothing of the key is told. */
const newKeyStrategy = { rule: "surrogate" } as const;
const policies = orphanPolicySchema.options;
const isNew = (link: { child: string; parent: string }, columns: readonly string[], child: DraftTable) =>
  !child.foreignKeys.some(
    (key) => key.parent === link.parent && key.columns.join("\n") === columns.join("\n"),
  );

/** A foreign key: whom a table refers to, by which columns, and what happens to rows whose parent is missing. */
export default function ConnectDialog({ ask, close }: DialogProps<"connect">) {
  const t = useTranslations("editor.canvas");
  const common = useTranslations("common");
  const { draft, edit } = useEditor();
  const { select } = useSelection();
  const commands = useCommands();
  const tableOf = (name: string) => draft.tables.find((one) => one.name === name);
  const [link, setLink] = useState(() => {
    const [one, other] = [tableOf(ask.table), tableOf(ask.other ?? "")];
    if (one && other && ask.column === undefined) {
      const { child, parent } = proposeDirection(one, other);
      return { child: child.name, parent: parent.name };
    }
    const likely = one && draft.tables.find((table) => table !== one && proposeLink(one, table).isWhole);
    return { child: ask.table, parent: ask.other ?? likely?.name ?? "" };
  });
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [parentKey, setParentKey] = useState("");
  const [onOrphan, setOnOrphan] = useState<(typeof policies)[number]>("reject");
  const child = tableOf(link.child);
  const parent = tableOf(link.parent);
  if (!child) return null;

  const proposed = parent && proposeLink(child, parent);
  const hasKey = (parent?.primaryKey.length ?? 0) > 0;
  const keys = hasKey ? (parent?.primaryKey ?? []) : parentKey ? [parentKey] : [];
  const columns = keys.map(
    (key, index) =>
      chosen[key] ??
      (keys.length === 1 && ask.column && link.child === ask.table ? ask.column : proposed?.columns[index]) ??
      "",
  );
  const isReady = parent && keys.length > 0 && columns.every((name) => name !== "");
  const isDouble = isReady && !isNew(link, columns, child);
  const change = (next: typeof link) => {
    setLink(next);
    setChosen({});
    setParentKey("");
  };
  const connect = () => {
    if (!isReady || isDouble) return;
    const linked = addForeignKey(
      { table: child.name, columns, parent: parent.name, parentColumns: keys },
      onOrphan,
    );
    edit(hasKey ? linked : all([setPrimaryKey(parent.name, keys, newKeyStrategy), linked], linked.label));
    commands.say(t("connected", { child: child.name, parent: parent.name }));
    select({ table: child.name, stage: "keys" });
    close();
  };
  return (
    <Dialog isOpen close={close} title={t("connectTitle")} width={560}>
      <div className={classes.form}>
        <div className={classes.pairs}>
          <SelectField
            label={t("child")}
            value={link.child}
            onChange={(name) => change({ ...link, child: name })}
            data={draft.tables.map(({ name }) => ({ value: name, label: name }))}
          />
          <IconButton
            label={t("swap")}
            disabled={!parent}
            onClick={() => change({ child: link.parent, parent: link.child })}
          >
            <IconArrowsExchange size={16} />
          </IconButton>
          <SelectField
            label={t("parent")}
            value={link.parent}
            isOptional={link.parent === ""}
            data-autofocus
            onChange={(name) => change({ ...link, parent: name })}
            data={draft.tables.map(({ name }) => ({ value: name, label: name }))}
          />
        </div>
        {parent && !hasKey ? (
          <>
            <Notice tone="warn" title={t("noParentKey", { table: parent.name })}>
              {t("noParentKeyText")}
            </Notice>
            <SelectField
              label={t("newKey", { table: parent.name })}
              value={parentKey}
              isOptional
              onChange={setParentKey}
              data={parent.columns.map(({ name }) => ({ value: name, label: name }))}
            />
          </>
        ) : null}
        {keys.map((key, index) => (
          <SelectField
            key={key}
            label={t("columnFor", { key: `${link.parent}.${key}` })}
            value={columns[index] ?? ""}
            isOptional={!columns[index]}
            onChange={(name) => setChosen({ ...chosen, [key]: name })}
            data={child.columns.map(({ name }) => ({ value: name, label: name }))}
          />
        ))}
        {isReady ? (
          <SelectField
            label={t("onOrphan")}
            value={onOrphan}
            onChange={(value) => setOnOrphan(policies.find((one) => one === value) ?? "reject")}
            data={policies.map((value) => ({ value, label: t(`orphan.${value}`) }))}
          />
        ) : null}
        {isReady && !isDouble ? <Notice title={t("inherits", { columns: columns.join(", ") })} /> : null}
        {isDouble ? <Notice tone="warn" title={t("linkExists")} /> : null}
      </div>
      <DialogButtons>
        <Button variant="default" onClick={close}>
          {common("cancel")}
        </Button>
        <Button disabled={!isReady || isDouble} onClick={connect}>
          {t("connect")}
        </Button>
      </DialogButtons>
      {child.foreignKeys.length > 0 ? (
        <section className={classes.section} aria-label={t("links", { table: child.name })}>
          <ul className={classes.links}>
            {child.foreignKeys.map((key) => (
              <li key={key.index}>
                <code className={classes.path}>
                  {key.columns.join(", ")} → {key.parent}.{key.parentColumns.join(", ")}
                </code>
                <IconButton
                  label={t("unlink", { columns: key.columns.join(", "), parent: key.parent })}
                  size={26}
                  onClick={() => commands.unlink(child.name, key.index)}
                >
                  <IconTrash size={15} />
                </IconButton>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </Dialog>
  );
}
