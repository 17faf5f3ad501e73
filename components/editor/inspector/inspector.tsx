"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { PartBoundary } from "../../ui/part-boundary.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useSelection } from "../frame/selection.ts";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./inspector.module.css";

const loading = () => <Skeleton height={320} />;
const ModuleInspector = dynamic(() => import("./module/module-inspector.tsx"), { ssr: false, loading });
const TableInspector = dynamic(() => import("./table/table-inspector.tsx"), { ssr: false, loading });
const ColumnInspector = dynamic(() => import("./column/column-inspector.tsx"), { ssr: false, loading });

/** Everything about what is chosen, to be changed here: the module, a table, a column. */
export function Inspector() {
  const t = useTranslations("editor.inspect");
  const { draft } = useEditor();
  const { selection, select } = useSelection();
  const table = draft.tables.find(({ name }) => name === selection?.table);
  const column = table?.columns.find(({ name }) => name === selection?.column);
  return (
    <div className={classes.inspector}>
      <div className={classes.head}>
        <nav className={classes.crumbs} aria-label={t("where")}>
          {table ? (
            <button type="button" className={classes.crumb} onClick={() => select(undefined)}>
              {draft.name || t("module")}
            </button>
          ) : null}
          {table && column ? (
            <>
              <span aria-hidden>›</span>
              <button type="button" className={classes.crumb} onClick={() => select({ table: table.name })}>
                {table.name}
              </button>
            </>
          ) : null}
          {table ? null : <span>{t("module")}</span>}
        </nav>
        <h2 className={classes.title}>{column?.name ?? table?.name ?? draft.name}</h2>
      </div>
      <PartBoundary key={column ? "column" : table ? "table" : "module"}>
        {table && column ? (
          <ColumnInspector key={`${table.index}/${column.index}`} table={table} column={column} />
        ) : table ? (
          <TableInspector key={table.index} table={table} />
        ) : (
          <ModuleInspector />
        )}
      </PartBoundary>
    </div>
  );
}
