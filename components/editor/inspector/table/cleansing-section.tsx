"use client";

import { IconColumns, IconPlus } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { addColumn, type DraftColumn, type DraftTable } from "#lib/drafting";
import { Button } from "../../../ui/button.tsx";
import { useSelection } from "../../frame/selection.ts";
import { useEditor } from "../../store/editor-context.tsx";
import classes from "../inspector.module.css";
import { Section } from "../section.tsx";

/** What is done with a column, by the names of its rules. */
const stepsOf = ({ normalize, checks, nulls }: DraftColumn): string =>
  [...normalize, ...(nulls ? [nulls] : []), ...checks].map(({ rule }) => rule).join(" → ");

/** The cleansing of all columns at a glance; each leads to its column. */
export function CleansingSection({ table }: { table: DraftTable }) {
  const t = useTranslations("editor.inspect");
  const { edit, mayEdit } = useEditor();
  const { select } = useSelection();
  const add = () => {
    const taken = table.columns.map(({ name }) => name);
    const names = Array.from({ length: taken.length + 1 }, (_, index) => `column_${index + 1}`);
    const name = names.find((one) => !taken.includes(one)) ?? "column";
    edit(addColumn(table.name, { name, datatype: "string" }));
    select({ table: table.name, column: name });
  };
  return (
    <Section
      id="cleansing"
      title={t("section.cleansing")}
      stages={["cleanse"]}
      aside={t("columnCount", { count: table.columns.length })}
      isOpenAtFirst={false}
    >
      <ul className={classes.lines}>
        {table.columns.map((column) => (
          <li key={column.index}>
            <button
              type="button"
              className={classes.line}
              onClick={() => select({ table: table.name, column: column.name, stage: "cleanse" })}
            >
              <IconColumns size={14} aria-hidden />
              <span className={classes.lineName}>{column.name || "–"}</span>
              <span className={classes.lineAside} title={stepsOf(column)}>
                {stepsOf(column)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {mayEdit ? (
        <Button
          variant="default"
          size="compact"
          leftSection={<IconPlus size={14} />}
          style={{ justifySelf: "start" }}
          onClick={add}
        >
          {t("addColumn")}
        </Button>
      ) : null}
    </Section>
  );
}
