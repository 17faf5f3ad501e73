"use client";

import { useTranslations } from "next-intl";
import { type DraftTable, isObject, set, setPrimaryKey } from "#lib/drafting";
import { columnFacts } from "../../rules/column-facts.ts";
import { ListField } from "../../rules/list-field.tsx";
import { RuleChoice } from "../../rules/rule-choice.tsx";
import { SurroundingsProvider } from "../../rules/surroundings.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { useDocumentFields } from "../document-fields.ts";
import classes from "../inspector.module.css";
import { PathFields } from "../path-field.tsx";
import { Section } from "../section.tsx";
import { useErrorAt, useTableSurroundings } from "../use-inspected.ts";
import { useTransformedColumns } from "../use-transformed-columns.ts";
import { DeduplicateFields } from "./deduplicate-fields.tsx";
import { ForeignKeys } from "./foreign-keys.tsx";

/** Rows are told apart by it; numbers local to the version say nothing of the key. */
const firstStrategy = { rule: "surrogate" } as const;

/** The keys of a table: what tells its rows apart, which rows of others they belong to, which of equal rows stays. */
export function KeysSection({ table, problems }: { table: DraftTable; problems: number }) {
  const t = useTranslations("editor.inspect");
  return (
    <Section
      id="keys"
      title={t("section.keys")}
      stages={["keys"]}
      problems={problems}
      aside={table.primaryKey.join(", ")}
      isOpenAtFirst={false}
    >
      <PrimaryKey table={table} />
      <ForeignKeys table={table} />
      <DeduplicateFields table={table} />
    </Section>
  );
}

function PrimaryKey({ table }: { table: DraftTable }) {
  const t = useTranslations("editor.inspect");
  const { draft, edit, mayEdit } = useEditor();
  const { field, choices } = useDocumentFields();
  const first = table.columns.find(({ name }) => name === table.primaryKey[0]);
  const datatype = first ? columnFacts(draft, table, first).datatype : undefined;
  const around = useTableSurroundings(table, datatype);
  const transformed = useTransformedColumns(table);
  const errorAt = useErrorAt();
  const at = ["tables", table.index, "primaryKey"];
  const key = table.json.primaryKey;
  const strategy = isObject(key) && isObject(key.strategy) ? key.strategy : undefined;
  const names = [...new Set([...table.columns.map(({ name }) => name), ...table.primaryKey])];
  return (
    <div className={classes.card}>
      <h4 className={classes.subtitle}>{t("primaryKey")}</h4>
      <div data-path={[...at, "columns"].join("/")}>
        <ListField
          label={t("key.columns")}
          error={errorAt([...at, "columns"])}
          items={table.primaryKey}
          options={names.map((name) => ({ value: name, label: name }))}
          isDisabled={!mayEdit}
          change={(columns) => edit(setPrimaryKey(table.name, columns, firstStrategy))}
        />
      </div>
      {isObject(key) ? (
        <SurroundingsProvider value={around}>
          <div className={classes.group} data-path={[...at, "strategy"].join("/")}>
            <h5 className={classes.subtitle}>{t("strategy")}</h5>
            <RuleChoice
              kind="key"
              use={strategy}
              path={[...at, "strategy"]}
              where={table.name}
              label={t("strategy")}
              canRemove={false}
              choose={(rule) => {
                const label = `${t("strategy")}: ${table.name}`;
                if (rule) edit(set([...at, "strategy"], { rule }, { en: label, ru: label }));
              }}
            />
          </div>
          <PathFields
            at={[...at, "onDuplicate"]}
            keep={3}
            where={table.name}
            fields={[
              field("winner", "choice", { options: choices(["first", "last", "reject", "fail"]) }),
              field("order", "texts", { options: choices(transformed) }),
            ]}
          />
          <PathFields
            at={at}
            where={table.name}
            fields={[field("onNull", "choice", { options: choices(["reject", "fail"]), initial: "reject" })]}
          />
        </SurroundingsProvider>
      ) : null}
    </div>
  );
}
