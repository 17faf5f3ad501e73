"use client";

import { useMemo, useState } from "react";
import { type Diagnostic, type RunEvent, type StageId, stageIds } from "#lib/contracts";
import { changedStages, type DraftModule, type DraftTable, stageOf } from "#lib/drafting";
import { tablesRead } from "#lib/metadata";
import { insertsAfter } from "../commands/table-commands.tsx";
import { useEditor } from "../store/editor-context.tsx";
import { leavingDocument, leavingOf } from "./leaving.ts";
import { type StageRun, stageRuns } from "./run-stages.ts";
import { isQuiet, type StageWord, stageWords } from "./stage-words.ts";
import { type Approved, type CanvasRuns, useApproved } from "./use-canvas-facts.ts";

/** Everything that is drawn of a stage of a table, as plain data: equal ones are the same object, and are not drawn again. */
export interface StageView {
  readonly id: StageId;
  readonly words: readonly StageWord[];
  readonly isQuiet: boolean;
  readonly errors: number;
  readonly warnings: number;
  /** Beside the approved revision; absent where none is approved. */
  readonly lock?: "kept" | "changed" | undefined;
  readonly revision?: number | undefined;
  readonly run: StageRun;
  /** Whether anything may stand between this stage and the next. */
  readonly hasInserts: boolean;
}

export interface TableView {
  readonly name: string;
  readonly isPublished: boolean;
  readonly columns: number;
  readonly errors: number;
  readonly warnings: number;
  readonly stages: readonly StageView[];
  /** Of other tables of the module, with what joins them. */
  readonly reads: readonly string[];
}

type Count = Readonly<Record<Diagnostic["severity"], number>>;

/** Problems of a table by stage; those of the module as a whole stand in the list of problems alone. */
function problemsOf(diagnostics: readonly Diagnostic[]): (table: number, stage: StageId) => Count {
  const counts = new Map<string, { error: number; warning: number }>();
  for (const { path, code, severity } of diagnostics) {
    const stage = path[0] === "tables" ? stageOf(path, code) : undefined;
    if (!stage) continue;
    const key = `${path[1]} ${stage}`;
    const found = counts.get(key) ?? { error: 0, warning: 0 };
    found[severity]++;
    counts.set(key, found);
  }
  return (table, stage) => counts.get(`${table} ${stage}`) ?? { error: 0, warning: 0 };
}

interface Sources {
  readonly draft: DraftModule;
  readonly diagnostics: readonly Diagnostic[];
  readonly approved: Approved | undefined;
  readonly runs: CanvasRuns;
  readonly events: readonly RunEvent[];
}

/** A table that is made of others was not extracted: "0" would say that nothing came. */
function withoutNothing(run: StageRun, stage: StageId, { extraction }: DraftTable): StageRun {
  if (extraction !== undefined) return run;
  if (stage === "extract") return { state: run.state };
  return stage === "transform" ? { state: run.state, rowsOut: run.rowsOut } : run;
}

/** What is drawn of every table of a draft. */
export function tableViews({ draft, diagnostics, approved, runs, events }: Sources): readonly TableView[] {
  const document = leavingDocument(draft);
  const problems = problemsOf(diagnostics);
  const viewOf = (table: DraftTable): TableView => {
    const reads = tablesRead(draft, {
      name: table.name,
      transformation: table.transformation === undefined ? undefined : { script: table.transformation },
    });
    const context = { draft, leaving: leavingOf(document, table), reads };
    const changed = approved ? changedStages(approved.draft, draft, table) : [];
    const ran = stageRuns(table.name, { ...runs, events });
    const stages = stageIds.map((id): StageView => {
      const words = stageWords(id, table, context);
      const { error: errors, warning: warnings } = problems(table.index, id);
      return {
        id,
        words,
        isQuiet: isQuiet(words),
        errors,
        warnings,
        lock: approved && (changed.includes(id) ? "changed" : "kept"),
        revision: approved?.revision,
        run: withoutNothing(ran.get(id) ?? {}, id, table),
        hasInserts: insertsAfter(table, id).length > 0,
      };
    });
    const total = (count: (stage: StageView) => number) =>
      stages.reduce((sum, stage) => sum + count(stage), 0);
    return {
      name: table.name,
      isPublished: table.isPublished,
      columns: table.columns.length,
      errors: total((stage) => stage.errors),
      warnings: total((stage) => stage.warnings),
      stages,
      reads,
    };
  };
  return draft.tables.map(viewOf);
}

/** Views that say the same as the ones before are the same objects. */
function steadily() {
  let before: ReadonlyMap<string, { readonly view: TableView; readonly text: string }> = new Map();
  return (views: readonly TableView[]): readonly TableView[] => {
    const next = views.map((view) => {
      const text = JSON.stringify(view);
      const old = before.get(view.name);
      return old?.text === text ? old : { view, text };
    });
    before = new Map(next.map((one) => [one.view.name, one]));
    return next.map(({ view }) => view);
  };
}

/** What is drawn of every table; a table that is drawn as before is the same object. */
export function useSteps(runs: CanvasRuns, events: readonly RunEvent[]): readonly TableView[] {
  const { draft, diagnostics } = useEditor();
  const approved = useApproved();
  const [steady] = useState(steadily);
  return useMemo(
    () => steady(tableViews({ draft, diagnostics, approved, runs, events })),
    [steady, draft, diagnostics, approved, runs, events],
  );
}
