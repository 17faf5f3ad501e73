"use client";

import { useTranslations } from "next-intl";
import { type DraftTable, isObject, set } from "#lib/drafting";
import { ListField } from "../../rules/list-field.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { useDocumentFields } from "../document-fields.ts";
import classes from "../inspector.module.css";
import { PathFields } from "../path-field.tsx";
import { useErrorAt } from "../use-inspected.ts";
import { useTransformedColumns } from "../use-transformed-columns.ts";

/** Which of the rows that agree in some columns stays. Without columns there is nothing to decide. */
export function DeduplicateFields({ table }: { table: DraftTable }) {
  const t = useTranslations("editor.inspect");
  const { edit, mayEdit } = useEditor();
  const { field, choices } = useDocumentFields();
  const transformed = useTransformedColumns(table);
  const errorAt = useErrorAt();
  const at = ["tables", table.index, "deduplicate"];
  const given = table.json.deduplicate;
  const columns = isObject(given) && Array.isArray(given.columns) ? given.columns.map(String) : [];
  const names = [...new Set([...table.columns.map(({ name }) => name), ...columns])];
  const label = `${t("deduplicate")}: ${table.name}`;
  return (
    <div className={classes.card} data-path={at.join("/")}>
      <h4 className={classes.subtitle}>{t("deduplicate")}</h4>
      <ListField
        label={t("key.columns")}
        description={t("deduplicateHelp")}
        error={errorAt([...at, "columns"])}
        items={columns}
        options={names.map((name) => ({ value: name, label: name }))}
        isDisabled={!mayEdit}
        change={(next) =>
          edit(
            set(
              at,
              next.length === 0
                ? undefined
                : { winner: "first", ...(isObject(given) ? given : {}), columns: [...next] },
              { en: label, ru: label },
            ),
          )
        }
      />
      {isObject(given) ? (
        <PathFields
          at={at}
          where={table.name}
          fields={[
            field("winner", "choice", { options: choices(["first", "last"]), isRequired: true }),
            field("order", "texts", { options: choices(transformed) }),
          ]}
        />
      ) : null}
    </div>
  );
}
