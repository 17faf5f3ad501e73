"use client";

import { IconReplace, IconTrash } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { z } from "zod";
import { findHierarchy } from "#lib/anonymizers";
import { isValueReference } from "#lib/contracts";
import { type DraftModule, isObject, removeHierarchy, renameHierarchy, setHierarchy } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Notice } from "../../../ui/state.tsx";
import { RuleForm } from "../../rules/rule-form.tsx";
import { RulePicker } from "../../rules/rule-picker.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { writtenValue } from "../../store/written-values.ts";
import { NameEdit } from "../name-edit.tsx";
import { ArxButtons } from "./arx-buttons.tsx";
import classes from "./hierarchies.module.css";
import { HierarchyPicture } from "./hierarchy-picture.tsx";
import { RowsEditor } from "./rows-editor.tsx";
import { useDrawnValues } from "./use-drawn-values.ts";
import type { Row } from "./value-rows.ts";

/** A hierarchy of the module: how it is made, and the tree that comes of it. Listed values are changed in the tree. */
export default function HierarchyDialog({ index, close }: { index: number; close: () => void }) {
  const t = useTranslations("editor.inspect");
  const locale = useLocale() as Locale;
  const { draft, edit, mayEdit } = useEditor();
  const [isPicking, setPicking] = useState(false);
  const found = openedRule(draft.hierarchies[index]);
  const drawn = useDrawnValues(found);
  if (!found) return null;
  const { name, rule, json } = found;
  const definition = findHierarchy(rule);
  const rows = rowsIn(json.with);
  const users = draft.tables.flatMap((table) =>
    table.columns
      .filter(({ hierarchy, anonymize }) => hierarchy === name || anonymize?.with.hierarchy === name)
      .map((column) => `${table.name}.${column.name}`),
  );
  const writeRows = (next: readonly Row[]) =>
    edit(setHierarchy(index, { rule: "value-table", with: { rows: next.map((row) => [...row]) } }, name));
  const isKept = isObject(json.with) && Object.values(json.with).some(isValueReference);
  return (
    <Dialog isOpen close={close} title={`${t("hierarchy")} · ${name}`} width={1100}>
      <div className={classes.work}>
        <div className={classes.form}>
          <NameEdit
            label={t("key.name")}
            name={name}
            taken={draft.hierarchies.map((one) => one.name)}
            isDisabled={!mayEdit}
            rename={(to) => edit(renameHierarchy(index, to))}
          />
          <p className={classes.hint}>
            {users.length > 0 ? t("usedBy", { columns: users.join(", ") }) : t("usedByNone")}
          </p>
          <div className={classes.tools}>
            <strong>{definition?.docs.title[locale] ?? rule}</strong>
            {mayEdit ? (
              <>
                <Button
                  variant="default"
                  size="compact"
                  leftSection={<IconReplace size={14} />}
                  onClick={() => setPicking(true)}
                >
                  {t("otherBuilder")}
                </Button>
                <Button
                  variant="subtle"
                  color="red"
                  size="compact"
                  leftSection={<IconTrash size={14} />}
                  onClick={() => {
                    close();
                    edit(removeHierarchy(index, name));
                  }}
                >
                  {t("remove")}
                </Button>
              </>
            ) : null}
          </div>
          <ArxButtons name={name} rows={drawn.rows} take={mayEdit ? writeRows : undefined} />
          {rows ? null : <RuleForm kind="hierarchy" use={json} path={["hierarchies", index]} where={name} />}
          {!rows && drawn.rows.length > 0 && mayEdit ? (
            <Button
              variant="default"
              size="compact"
              style={{ justifySelf: "start" }}
              onClick={() => writeRows(drawn.rows)}
            >
              {t("makeList", { count: drawn.rows.length })}
            </Button>
          ) : null}
        </div>
        <div className={classes.picture}>
          {isKept ? (
            <Notice title={t("rowsKept")}>{t("keptValuesText")}</Notice>
          ) : rows ? (
            <RowsEditor rows={rows} write={mayEdit ? writeRows : undefined} counts={drawn.counts} />
          ) : (
            <HierarchyPicture drawn={drawn} />
          )}
        </div>
      </div>
      <RulePicker
        kind="hierarchy"
        title={t("otherBuilder")}
        isOpen={isPicking}
        close={() => setPicking(false)}
        choose={(next) => edit(setHierarchy(index, { rule: next }, name))}
      />
    </Dialog>
  );
}

type Hierarchy = DraftModule["hierarchies"][number];

/** With the values that were written here, though the document only refers to them by now. */
function openedRule(rule: Hierarchy | undefined): Hierarchy | undefined {
  if (!rule || !Object.values(rule.with).some(isValueReference)) return rule;
  const params = z
    .record(z.string(), z.json())
    .parse(Object.fromEntries(Object.entries(rule.with).map(([key, value]) => [key, writtenValue(value)])));
  return { ...rule, with: params, json: { ...rule.json, with: params } };
}

/** Listed rows as the document has them; undefined where a hierarchy is made otherwise, or its rows are kept elsewhere. */
function rowsIn(params: unknown): readonly Row[] | undefined {
  if (typeof params !== "object" || params === null || !("rows" in params)) return undefined;
  const { rows } = params;
  return Array.isArray(rows) ? rows.map((row) => (Array.isArray(row) ? row.map(String) : [])) : undefined;
}
