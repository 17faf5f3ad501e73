"use client";

import { IconArrowRight, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { type DraftColumn, type DraftTable, removeColumns, renameColumn } from "#lib/drafting";
import { Button } from "../../../ui/button.tsx";
import { Notice } from "../../../ui/state.tsx";
import { useSelection } from "../../frame/selection.ts";
import { SurroundingsProvider } from "../../rules/surroundings.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { useDocumentFields } from "../document-fields.ts";
import classes from "../inspector.module.css";
import { NameEdit } from "../name-edit.tsx";
import { PathFields } from "../path-field.tsx";
import { ProblemsHere } from "../problems-here.tsx";
import { Section } from "../section.tsx";
import { useColumnFacts, useProblems, useTableSurroundings } from "../use-inspected.ts";
import { useTransformedColumns } from "../use-transformed-columns.ts";
import { ValuesSection } from "../values/values-section.tsx";
import { CheckSteps } from "./check-steps.tsx";
import { LeavingSection } from "./leaving-section.tsx";
import { NullsSection } from "./nulls-section.tsx";
import { TypeSection } from "./type-section.tsx";

/** Everything of a column, in the order in which a run does it. */
export default function ColumnInspector({ table, column }: { table: DraftTable; column: DraftColumn }) {
  const t = useTranslations("editor.inspect");
  const { edit, mayEdit } = useEditor();
  const { select } = useSelection();
  const { field, choices } = useDocumentFields();
  const facts = useColumnFacts(table, column);
  const around = useTableSurroundings(table, facts.datatype);
  const transformed = useTransformedColumns(table);
  const at = ["tables", table.index, "columns", column.index];
  const { problems, count } = useProblems(at);
  const where = `${table.name}.${column.name}`;
  const { parent, pattern } = facts;
  const place = { table, column, facts, at, where };
  return (
    <SurroundingsProvider value={around}>
      <ProblemsHere problems={problems} />
      <Section id="column" title={t("section.column")} problems={count("column")}>
        <NameEdit
          label={t("key.name")}
          help={t("nameHelp")}
          name={column.name}
          taken={table.columns.map(({ name }) => name)}
          isDisabled={!mayEdit}
          rename={(to) => {
            edit(renameColumn({ table: table.name, column: column.name }, to));
            select({ table: table.name, column: to });
          }}
        />
        <PathFields
          at={at}
          where={where}
          fields={[
            field("from", "text", { options: choices(transformed), initial: column.name }),
            field("title", "text"),
            field("description", "lines"),
          ]}
        />
        {parent ? (
          <Notice
            title={t("fromParent", { parent: `${parent.table}.${parent.column}` })}
            actions={
              <Button
                variant="default"
                size="compact"
                leftSection={<IconArrowRight size={14} />}
                onClick={() => select(parent)}
              >
                {t("goToParent")}
              </Button>
            }
          >
            {t("fromParentText")}
          </Notice>
        ) : null}
        {pattern && !parent ? (
          <p className={classes.hint}>{t("fromPattern", { match: pattern.match })}</p>
        ) : null}
        {mayEdit ? (
          <Button
            variant="subtle"
            color="red"
            size="compact"
            leftSection={<IconTrash size={14} />}
            style={{ justifySelf: "start", marginInlineStart: -8 }}
            onClick={() => {
              edit(removeColumns([{ table: table.name, column: column.name }]));
              select({ table: table.name });
            }}
          >
            {t("leaveOut")}
          </Button>
        ) : null}
      </Section>
      {parent ? null : <TypeSection place={place} problems={count("type")} />}
      <NullsSection place={place} problems={count("nulls")} />
      <CheckSteps place={place} problems={count("checks")} />
      {parent ? null : <LeavingSection place={place} problems={count("leaving")} />}
      <ValuesSection place={place} />
    </SurroundingsProvider>
  );
}
