"use client";

import { IconLink, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import {
  addForeignKey,
  changeForeignKey,
  type DraftForeignKey,
  type DraftTable,
  removeForeignKey,
} from "#lib/drafting";
import { SelectField } from "../../../fields/select-field.tsx";
import { Button } from "../../../ui/button.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { ListField } from "../../rules/list-field.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { orphanPolicies, useDocumentFields } from "../document-fields.ts";
import classes from "../inspector.module.css";
import { PathFields } from "../path-field.tsx";
import { useErrorAt } from "../use-inspected.ts";

const named = (names: readonly string[]) => names.map((name) => ({ value: name, label: name }));

/** The links of a table's rows to rows of others. */
export function ForeignKeys({ table }: { table: DraftTable }) {
  const t = useTranslations("editor.inspect");
  const { mayEdit } = useEditor();
  return (
    <div className={classes.group}>
      <h4 className={classes.subtitle}>{t("foreignKeys")}</h4>
      {table.foreignKeys.length === 0 ? <p className={classes.hint}>{t("noForeignKeys")}</p> : null}
      {table.foreignKeys.map((key) => (
        <OneKey key={key.index} table={table} foreignKey={key} />
      ))}
      {mayEdit ? <NewKey table={table} /> : null}
    </div>
  );
}

function OneKey({ table, foreignKey }: { table: DraftTable; foreignKey: DraftForeignKey }) {
  const t = useTranslations("editor.inspect");
  const { draft, edit, mayEdit } = useEditor();
  const { field, choices } = useDocumentFields();
  const errorAt = useErrorAt();
  const at = ["tables", table.index, "foreignKeys", foreignKey.index];
  const { columns, parent, parentColumns } = foreignKey;
  const parentTable = draft.tables.find(({ name }) => name === parent);
  const link = { table: table.name, columns, parent, parentColumns };
  const change = (next: Partial<typeof link>) =>
    edit(changeForeignKey(foreignKey.index, { ...link, ...next }));
  const ownNames = [...new Set([...table.columns.map(({ name }) => name), ...columns])];
  const theirNames = [
    ...new Set([...(parentTable?.columns.map(({ name }) => name) ?? []), ...parentColumns]),
  ];
  return (
    <div className={classes.card} data-path={at.join("/")}>
      <div className={classes.cardHead}>
        <strong>{`${columns.join(", ") || "–"} → ${parent || "–"}`}</strong>
        {mayEdit ? (
          <IconButton
            label={t("removeLink", { parent })}
            size={26}
            onClick={() => edit(removeForeignKey(table.name, foreignKey.index))}
          >
            <IconTrash size={14} />
          </IconButton>
        ) : null}
      </div>
      <ListField
        label={t("key.columns")}
        error={errorAt([...at, "columns"])}
        items={columns}
        options={named(ownNames)}
        isDisabled={!mayEdit}
        change={(next) => change({ columns: next })}
      />
      <SelectField
        label={t("parentTable")}
        data={named([...new Set([...draft.tables.map(({ name }) => name), parent])].filter(Boolean))}
        value={parent}
        error={errorAt([...at, "references", "table"])}
        disabled={!mayEdit}
        onChange={(next) =>
          change({
            parent: next,
            parentColumns: draft.tables.find(({ name }) => name === next)?.primaryKey ?? [],
          })
        }
      />
      <ListField
        label={t("parentColumns")}
        error={errorAt([...at, "references", "columns"])}
        items={parentColumns}
        options={named(theirNames)}
        isDisabled={!mayEdit}
        change={(next) => change({ parentColumns: next })}
      />
      <PathFields
        at={at}
        where={table.name}
        fields={[
          field("onOrphan", "choice", { options: choices(orphanPolicies), isRequired: true }),
          {
            name: "when",
            label: t("when"),
            help: t("whenHelp"),
            kind: "object",
            isRequired: false,
            fields: [
              field("column", "name", { meta: { names: "column" }, isRequired: true }),
              field("equals", "scalar", { also: ["number", "boolean"], isRequired: true }),
            ],
          },
        ]}
      />
    </div>
  );
}

/** Which columns and which table first: what they take from their parent is given up when they are linked. */
function NewKey({ table }: { table: DraftTable }) {
  const t = useTranslations("editor.inspect");
  const { draft, edit } = useEditor();
  const [columns, setColumns] = useState<readonly string[]>([]);
  const [parent, setParent] = useState("");
  const keys = draft.tables.filter(({ primaryKey }) => primaryKey.length > 0);
  const parentKey = keys.find(({ name }) => name === parent)?.primaryKey ?? [];
  const isReady = columns.length > 0 && columns.length === parentKey.length;
  return (
    <div className={classes.card}>
      <h5 className={classes.subtitle}>{t("newLink")}</h5>
      <ListField
        label={t("key.columns")}
        items={columns}
        options={named(table.columns.map(({ name }) => name))}
        change={setColumns}
      />
      <SelectField
        label={t("parentTable")}
        description={parent && !isReady ? t("linkNeeds", { count: parentKey.length }) : undefined}
        data={named(keys.map(({ name }) => name))}
        value={parent}
        onChange={setParent}
      />
      <Button
        variant="default"
        size="compact"
        leftSection={<IconLink size={14} />}
        style={{ justifySelf: "start" }}
        disabled={!isReady}
        onClick={() => {
          edit(addForeignKey({ table: table.name, columns, parent, parentColumns: parentKey }));
          setColumns([]);
          setParent("");
        }}
      >
        {t("link")}
      </Button>
    </div>
  );
}
