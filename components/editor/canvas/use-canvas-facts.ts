"use client";

import { useMemo } from "react";
import type { RunDetail } from "#lib/contracts";
import { type DraftModule, type Json, readDraft } from "#lib/drafting";
import { ok } from "#lib/kernel";
import { useLoaded } from "../../ui/use-loaded.ts";
import { useEditor } from "../store/editor-context.tsx";

/** The revision that stands approved, and what it says. */
export interface Approved {
  readonly revision: number;
  readonly draft: DraftModule;
}

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null;

/** The newest revision that somebody approved, asked for once; undefined until it is there, or where none was. */
export function useApproved(): Approved | undefined {
  const { module, name, actions } = useEditor();
  const revision = module.revisions.find(({ review }) => review === "approved")?.number;
  const answer = useLoaded(`${name} ${revision}`, async () =>
    revision === undefined ? ok(undefined) : actions.getRevision({ module: name, revision }),
  );
  const document = answer.state === "done" ? answer.value?.document : undefined;
  return useMemo(
    () => (revision !== undefined && isJson(document) ? { revision, draft: readDraft(document) } : undefined),
    [revision, document],
  );
}

export interface CanvasRuns {
  readonly last: RunDetail | undefined;
  /** The newest run that came to its reports: its rows are shown. */
  readonly counted: RunDetail | undefined;
}

/** The last run with its stages, and the newest with rows; live while it goes on. */
export function useCanvasRuns() {
  const { module, actions } = useEditor();
  const [newest] = module.runs;
  const done = module.runs.find(({ state }) => state === "succeeded");
  const one = (id: string | undefined) => async () =>
    id === undefined ? ok(undefined) : actions.getRun({ id });
  const last = useLoaded(`${newest?.id} ${newest?.state}`, one(newest?.id));
  const counted = useLoaded(`${done?.id}`, one(done?.id === newest?.id ? undefined : done?.id));
  const lastRun = last.state === "done" ? last.value : undefined;
  const doneRun = counted.state === "done" ? counted.value : undefined;
  return useMemo(
    (): CanvasRuns => ({
      last: lastRun,
      counted: lastRun?.reports ? lastRun : doneRun,
    }),
    [lastRun, doneRun],
  );
}
