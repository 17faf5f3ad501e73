"use client";

import { useTranslations } from "next-intl";
import { type MouseEvent, useRef, useState } from "react";
import { usePythonProgress } from "../../preview/python-progress.ts";
import { PythonWaiting } from "../../preview/python-waiting.tsx";
import { EmptyState } from "../../ui/state.tsx";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./columns-view.module.css";
import type { GridColumnId } from "./grid/columns.ts";
import { ColumnsGrid } from "./grid/columns-grid.tsx";
import { CellEditingProvider } from "./grid/edit-context.ts";
import { useLayout } from "./grid/use-layout.ts";
import { problemsOf } from "./model/looks.ts";
import type { ColumnRow } from "./model/rows.ts";
import { AnonymizerPicker } from "./parts/anonymizer-picker.tsx";
import { BulkBar } from "./parts/bulk-bar.tsx";
import { CleansePicker } from "./parts/cleanse-picker.tsx";
import { GoToColumn } from "./parts/go-to-column.tsx";
import { PatternsDialog } from "./parts/patterns-dialog.tsx";
import { RestList } from "./parts/rest-list.tsx";
import { SheetDialog } from "./parts/sheet-dialog.tsx";
import { SuggestionsBar } from "./parts/suggestions-bar.tsx";
import { Toolbar } from "./parts/toolbar.tsx";
import { useDeeds } from "./use-deeds.ts";
import { useCursor, useShownRows } from "./use-grid-state.ts";
import { type Opened, useMoreMenu } from "./use-more-menu.ts";
import { useSamples } from "./use-samples.ts";
import { useRowSelection } from "./use-selection-of-rows.ts";
import { useSuggestions } from "./use-suggestions.ts";

/** Every column of the module, a row each: searched, narrowed, edited in place, one by one or many at once. */
export default function ColumnsView() {
  const t = useTranslations("editor.grid");
  const { draft, mayEdit } = useEditor();
  const { rows, shown, filters, problems, facets } = useShownRows();
  const { at, setAt, handle } = useCursor(shown);
  const selection = useRowSelection(shown);
  const samples = useSamples();
  const suggestions = useSuggestions();
  const python = usePythonProgress();
  const layout = useLayout(suggestions.isOpen);
  const [opened, setOpened] = useState<Opened>();
  const searchField = useRef<HTMLInputElement>(null);
  const deeds = useDeeds({
    rows,
    shown,
    order: layout.columns.map(({ column }) => column.id),
    selection,
    at,
    setAt,
    handle,
    lookAt: samples.ask,
    accept: suggestions.accept,
  });
  const tables = [...new Set(shown.map(({ table }) => table))];
  const more = useMoreMenu({ samples, tables, open: setOpened, resetLayout: layout.reset });
  const close = () => {
    setOpened(undefined);
    handle.current?.focus();
  };
  const press = (row: ColumnRow | undefined, column: GridColumnId, event: MouseEvent) => {
    const to = { row: row?.id, column };
    if (event.type === "dblclick") {
      if (row && column !== "select" && column !== "suggestion" && at.row === row.id) deeds.begin();
      return;
    }
    setAt(to);
    if (!row) {
      if (column === "select") selection.toggleAll();
    } else if (event.shiftKey) selection.extend(row, at.row);
    else if (column === "select" || event.metaKey || event.ctrlKey) selection.toggle(row);
    else if (event.target instanceof Element && event.target.closest("[data-deed=accept]"))
      suggestions.accept([row]);
  };
  const suggested = shown.filter(({ id }) => suggestions.found.has(id));
  const acceptable = deeds.selected.filter(({ id }) => suggestions.found.has(id));
  return (
    <CellEditingProvider value={deeds.editing}>
      <div className={classes.view}>
        <Toolbar
          search={filters.filters.q}
          setSearch={filters.search}
          searchField={searchField}
          toGrid={() => handle.current?.focus()}
          tags={facets.tag}
          filterCount={filters.count}
          clearFilters={filters.clear}
          hidden={layout.hidden}
          hide={layout.hide}
          suggest={
            mayEdit
              ? {
                  isOn: suggestions.isOpen,
                  toggle: () => {
                    if (suggestions.isOpen) suggestions.close();
                    else suggestions.open();
                    // Their columns stand at the front.
                    const first = shown[0];
                    if (first) setTimeout(() => handle.current?.show(at.row ?? first.id, "suggestion"));
                  },
                }
              : undefined
          }
          more={more}
        />
        {suggestions.isOpen ? (
          <SuggestionsBar
            suggestions={suggestions}
            tables={tables}
            acceptAll={{ count: suggested.length, accept: () => suggestions.accept(suggested) }}
          />
        ) : null}
        {samples.waiting > 0 && python && !suggestions.running ? (
          <div className={classes.waiting}>
            <PythonWaiting progress={python} />
          </div>
        ) : null}
        <div className={classes.grid}>
          <ColumnsGrid
            label={t("label")}
            rows={shown}
            columns={layout.columns}
            at={at}
            setAt={(to, isExtending) => {
              const row = isExtending ? shown.find(({ id }) => id === to.row) : undefined;
              if (row) selection.extend(row, at.row);
              setAt(to);
            }}
            edited={deeds.edited}
            typed={deeds.typed}
            selection={selection.ids}
            selectedColumn={deeds.column}
            facts={(row) => ({
              look: samples.lookOf(row.table, row.column),
              lookState: samples.stateOf(row.table, draft.tables[row.tableIndex]?.json),
              problems: problemsOf(problems, row),
              suggestion: suggestions.found.get(row.id),
            })}
            facets={facets}
            deeds={{
              begin: deeds.begin,
              toggleRow: () => (deeds.row ? selection.toggle(deeds.row) : selection.toggleAll()),
              toggleColumn: deeds.toggleColumn,
              selectAll: selection.selectAll,
              clear: deeds.clearCell,
              fillDown: deeds.fill,
              goTo: () => setOpened("goto"),
              find: () => {
                searchField.current?.focus();
                searchField.current?.select();
              },
              escape: () => {
                const had =
                  selection.ids.size > 0 || deeds.column !== undefined || deeds.outcome !== undefined;
                deeds.closeOutcome();
                selection.clear();
                deeds.clearColumn();
                return had;
              },
            }}
            resize={layout.resize}
            press={press}
            onCopy={deeds.onCopy}
            onPaste={deeds.onPaste}
            handle={handle}
          />
          {shown.length === 0 ? (
            <div className={classes.empty}>
              <EmptyState
                title={t(rows.length === 0 ? "noColumns" : "noneShown")}
                text={t(rows.length === 0 ? "noColumnsText" : "noneShownText")}
              />
            </div>
          ) : null}
        </div>
        {deeds.outcome ? <RestList outcome={deeds.outcome} close={deeds.closeOutcome} /> : null}
        <div className={classes.foot}>
          {deeds.selected.length > 0 ? (
            <BulkBar
              rows={deeds.selected}
              done={deeds.done}
              accept={acceptable.length > 0 ? () => suggestions.accept(acceptable) : undefined}
              clear={selection.clear}
            />
          ) : (
            <span className={classes.status} role="status">
              {t("shownCount", { shown: shown.length, count: rows.length })}
              {samples.isKnown ? ` · ${t("figuresSampled")}` : ""}
              {samples.isKnown && samples.environment ? ` · ${samples.environment}` : ""}
              {samples.waiting > 0 ? ` · ${t("samplesWaiting", { count: samples.waiting })}` : ""}
            </span>
          )}
        </div>
      </div>
      {deeds.picked?.kind === "anonymize" ? (
        <AnonymizerPicker
          rows={[deeds.picked.row]}
          suggestion={suggestions.found.get(deeds.picked.row.id)}
          done={deeds.done}
          close={deeds.endPicking}
        />
      ) : null}
      {deeds.picked?.kind === "cleanse" ? (
        <CleansePicker rows={[deeds.picked.row]} isNulls={false} done={deeds.done} close={deeds.endPicking} />
      ) : null}
      {opened === "goto" ? (
        <GoToColumn
          rows={rows}
          close={close}
          go={(id) => {
            if (!shown.some((row) => row.id === id)) filters.clear();
            setAt({ row: id, column: "column" });
            // Once the filters are gone, it is among the rows.
            setTimeout(() => handle.current?.show(id), 50);
          }}
        />
      ) : null}
      {opened === "patterns" ? <PatternsDialog close={close} /> : null}
      {opened === "import" ? <SheetDialog close={close} /> : null}
    </CellEditingProvider>
  );
}
