"use client";

import { useTranslations } from "next-intl";
import { type ClipboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { type Edit, pasteRules, renameColumn, setMember } from "#lib/drafting";
import { notify } from "../../ui/notices.ts";
import { useEditor } from "../store/editor-context.tsx";
import { readCopied, writeCopied } from "./clipboard.ts";
import { findGridColumn, type GridColumnId } from "./grid/columns.ts";
import type { CellAt, GridHandle } from "./grid/columns-grid.tsx";
import type { CellEditing, Onward } from "./grid/edit-context.ts";
import { doFitting, type FilledCell, fillDown, keepFitting, type Outcome, takenBy } from "./model/edits.ts";
import { fitsClass, fitsType } from "./model/fits.ts";
import { type ColumnRow, rowId } from "./model/rows.ts";
import type { RowSelection } from "./use-selection-of-rows.ts";

/** A rule that is being chosen for one row. */
export interface Picked {
  readonly row: ColumnRow;
  readonly kind: "anonymize" | "cleanse";
}

const filledCells: Readonly<Partial<Record<GridColumnId, FilledCell>>> = {
  type: "type",
  class: "class",
  anonymize: "anonymize",
  cleanse: "cleanse",
  description: "description",
};

interface Around {
  readonly rows: readonly ColumnRow[];
  readonly shown: readonly ColumnRow[];
  readonly order: readonly GridColumnId[];
  readonly selection: RowSelection;
  readonly at: CellAt;
  readonly setAt: (at: CellAt) => void;
  readonly handle: RefObject<GridHandle | null>;
  readonly lookAt: (tables: readonly string[]) => void;
  readonly accept: (rows: readonly ColumnRow[]) => void;
}

/** What can be done with the cell under the cursor and the selected rows. */
export function useDeeds({ rows, shown, order, selection, at, setAt, handle, lookAt, accept }: Around) {
  const t = useTranslations("editor.grid");
  const { draft, mayEdit, edit } = useEditor();
  const [edited, setEdited] = useState<CellAt>();
  const [typed, setTyped] = useState("");
  const [picked, setPicked] = useState<Picked>();
  const [outcome, setOutcome] = useState<Outcome>();
  const [column, setColumn] = useState<GridColumnId>();
  const row = shown.find(({ id }) => id === at.row);
  const selected = selection.ids.size > 0 ? rows.filter(({ id }) => selection.ids.has(id)) : [];
  const targets = selected.length > 0 ? selected : row ? [row] : [];

  /** Does what fits, and keeps the rest to be told. */
  const done = (next: Outcome) => {
    if (next.edit) edit(next.edit);
    setOutcome(next.rest.length > 0 ? next : undefined);
    handle.current?.focus();
  };
  const goOnward = (onward: Onward) => {
    const index = shown.findIndex(({ id }) => id === at.row);
    const step = { stay: [0, 0], down: [1, 0], next: [0, 1], previous: [0, -1] }[onward];
    const next = shown[Math.min(shown.length - 1, index + (step[0] ?? 0))];
    const place = order.indexOf(at.column) + (step[1] ?? 0);
    const to = {
      row: next?.id ?? at.row,
      column: order[Math.max(0, Math.min(order.length - 1, place))] ?? at.column,
    };
    setAt(to);
    if (to.row) handle.current?.show(to.row, to.column);
    handle.current?.focus();
  };
  const begin = (text = "") => {
    if (!row) {
      if (at.column === "select" && at.row === undefined) selection.toggleAll();
      return;
    }
    const deed = findGridColumn(at.column)?.deed;
    if (!deed) return;
    const isText = deed === "text" || deed === "type" || deed === "class";
    if (text !== "" && !isText) return;
    if (deed === "toggle") selection.toggle(row);
    else if (deed === "look") lookAt([row.table]);
    else if (deed === "anonymize" || deed === "cleanse") setPicked({ row, kind: deed });
    else if (!mayEdit) notify(t("readOnly"), "bad");
    else if (deed === "accept") accept([row]);
    else if ((deed === "type" || deed === "class") && row.parent)
      notify(t("takenFromParent", { ...row.parent }), "bad");
    else if (isText) {
      setEdited(at);
      setTyped(text);
    }
  };
  const clearCell = () => {
    if (!mayEdit) return;
    if (at.column === "anonymize") done(keepFitting(targets));
    else if (at.column === "class")
      done(doFitting(targets, fitsClass, (fitting) => setMember(fitting, "privacyClass", undefined)));
    else if (at.column === "type")
      done(doFitting(targets, fitsType, (fitting) => setMember(fitting, "datatype", undefined)));
    else if (at.column === "description" || at.column === "from")
      done(
        doFitting(
          targets,
          () => undefined,
          (fitting) => setMember(fitting, at.column, undefined),
        ),
      );
  };
  const fill = () => {
    const cell = filledCells[at.column];
    if (!mayEdit || !cell || !row) return;
    const above = shown[shown.findIndex(({ id }) => id === row.id) - 1];
    const others = selected.filter(({ id }) => id !== row.id);
    // With nothing else selected, the cell takes what stands above it.
    if (others.length > 0) done(fillDown(draft, cell, row, others));
    else if (above) done(fillDown(draft, cell, above, [row]));
  };
  const onCopy = (event: ClipboardEvent) => {
    if (edited || !row) return;
    event.preventDefault();
    const text = column ? shown.map((one) => cellText(one, column)).join("\n") : writeCopied(row);
    event.clipboardData.setData("text/plain", text);
    notify(
      column ? t("copiedColumn", { count: shown.length }) : t("copiedRules", { column: row.column }),
      "good",
    );
  };
  const onPaste = (event: ClipboardEvent) => {
    if (edited || !mayEdit || targets.length === 0) return;
    const text = event.clipboardData.getData("text/plain");
    const rules = readCopied(text);
    event.preventDefault();
    if (rules) {
      const why = {
        en: "a foreign key of another type: it takes its rules from its parent",
        ru: "внешний ключ другого типа: правила он берёт от родителя",
      };
      done(
        doFitting(
          targets,
          (one) => (takenBy(one, rules).length === 0 ? why : undefined),
          (fitting) => {
            const known = new Map(fitting.map((one) => [one.id, one]));
            return pasteRules(fitting, rules, (place) => {
              const found = known.get(rowId(place));
              return found ? takenBy(found, rules) : [];
            });
          },
        ),
      );
    } else if (at.column === "description" && text.trim() !== "")
      done(
        doFitting(
          targets,
          () => undefined,
          (fitting) => setMember(fitting, "description", text.replace(/\s+/g, " ").trim()),
        ),
      );
    else notify(t("nothingToPaste"), "bad");
  };
  const commit = (change: Edit | undefined, onward: Onward) => {
    setEdited(undefined);
    if (change) edit(change);
    goOnward(onward);
  };
  const rename = (one: ColumnRow, to: string, onward: Onward) => {
    const isTaken = rows.some(({ table, column: name }) => table === one.table && name === to);
    if (to === "" || isTaken) {
      notify(t(to === "" ? "nameMissing" : "nameTaken", { name: to }), "bad");
      setEdited(undefined);
      handle.current?.focus();
      return;
    }
    const next = rowId({ table: one.table, column: to });
    selection.rename(one.id, next);
    setEdited(undefined);
    edit(renameColumn(one, to));
    if (onward === "down") goOnward("down");
    else {
      const place = order.indexOf(at.column) + (onward === "next" ? 1 : onward === "previous" ? -1 : 0);
      setAt({ row: next, column: order[Math.max(0, place)] ?? at.column });
      handle.current?.focus();
    }
  };
  const cancel = () => {
    setEdited(undefined);
    handle.current?.focus();
  };
  return {
    row,
    targets,
    selected,
    edited,
    typed,
    picked,
    outcome,
    column,
    done,
    begin,
    clearCell,
    fill,
    onCopy,
    onPaste,
    editing: useStable({ commit, rename, cancel }),
    endPicking: () => {
      setPicked(undefined);
      handle.current?.focus();
    },
    closeOutcome: () => setOutcome(undefined),
    toggleColumn: () => setColumn((old) => (old === at.column ? undefined : at.column)),
    clearColumn: () => setColumn(undefined),
  };
}

/** The text of a cell, for a column that is copied as lines. */
function cellText(row: ColumnRow, column: GridColumnId): string {
  const { effective, own } = row;
  const texts: Readonly<Partial<Record<GridColumnId, string>>> = {
    table: row.table,
    column: row.column,
    from: own.from,
    type: effective.datatype,
    class: effective.privacyClass ?? "",
    anonymize: effective.anonymize?.rule ?? "",
    cleanse: [...(effective.normalize ?? []), ...(effective.checks ?? [])].map(({ rule }) => rule).join(", "),
    description: own.description,
  };
  return texts[column] ?? "";
}

/** One object for as long as the grid stands, that does what the newest one would: rows need not be drawn again for it. */
function useStable(now: CellEditing): CellEditing {
  const newest = useRef(now);
  useEffect(() => {
    newest.current = now;
  });
  const [stable] = useState<CellEditing>(() => ({
    commit: (...given) => newest.current.commit(...given),
    rename: (...given) => newest.current.rename(...given),
    cancel: () => newest.current.cancel(),
  }));
  return stable;
}
