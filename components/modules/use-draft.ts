"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { z } from "zod";
import type { DraftView, SavedDraft } from "#lib/contracts";
import type { ErrorData } from "#lib/kernel";
import type { Action } from "../ui/action.ts";

export type DraftState = "saved" | "saving" | "waiting" | "not-json" | "conflict" | "offline" | "refused";

/** What a text parses to. */
export type Json = z.core.util.JSONType;

export type SaveDraft = Action<{ module: string; document: Json; etag: number }, SavedDraft>;

/** What this browser keeps of a text that the server does not have, and which draft it was made from. */
const keptSchema = z.object({ text: z.string(), etag: z.number() });
type Kept = z.infer<typeof keptSchema>;

/** Long enough not to save at every key, short enough that closing the lid loses nothing. */
const pause = 800;

/**
 * The working copy: saved by itself after each change. Text that is no JSON yet waits and is kept in this browser; a save
 * by somebody else is a conflict that nothing overwrites.
 */
export function useDraft(module: string, draft: DraftView, save: SaveDraft, mayEdit: boolean) {
  const [text, setText] = useState(() => JSON.stringify(draft.document, null, 2));
  const [state, setState] = useState<DraftState>("saved");
  const [savedAt, setSavedAt] = useState(draft.updatedAt);
  const [diagnostics, setDiagnostics] = useState(draft.diagnostics);
  const [etag, setEtag] = useState(draft.etag);
  const [error, setError] = useState<ErrorData>();
  /** Values that the last save moved out of the document. */
  const [moved, setMoved] = useState(0);
  const work = useRef({
    etag: draft.etag,
    timer: 0,
    isBusy: false,
    pending: undefined as string | undefined,
  });
  const keptKey = `etlx-draft:${module}`;

  const keep = useCallback(
    (next: string) =>
      localStorage.setItem(keptKey, JSON.stringify({ text: next, etag: work.current.etag } satisfies Kept)),
    [keptKey],
  );

  const send = useCallback(
    async (next: string): Promise<boolean> => {
      const current = work.current;
      const document = parsed(next);
      if (document === undefined) {
        setState("not-json");
        keep(next);
        return false;
      }
      if (current.isBusy) {
        current.pending = next;
        return false;
      }
      current.isBusy = true;
      setState("saving");
      const answer = await save({ module, document: document.value, etag: current.etag }).catch(
        () => undefined,
      );
      current.isBusy = false;
      if (answer === undefined) {
        setState("offline");
        keep(next);
        current.timer = window.setTimeout(() => void send(next), 5000);
        return false;
      }
      if (!answer.ok) {
        setError(answer.error);
        setState(answer.error.code === "draft-stale" ? "conflict" : "refused");
        keep(next);
        return false;
      }
      current.etag = answer.value.etag;
      setEtag(answer.value.etag);
      setSavedAt(answer.value.updatedAt);
      setDiagnostics(answer.value.diagnostics);
      setMoved(answer.value.movedValues);
      setError(undefined);
      localStorage.removeItem(keptKey);
      const pending = current.pending;
      current.pending = undefined;
      if (pending !== undefined && pending !== next) return send(pending);
      setState("saved");
      return true;
    },
    [keep, keptKey, module, save],
  );

  const change = useCallback(
    (next: string) => {
      setText(next);
      if (!mayEdit) return;
      setState((old) => (old === "conflict" ? old : parsed(next) === undefined ? "not-json" : "waiting"));
      window.clearTimeout(work.current.timer);
      work.current.timer = window.setTimeout(() => void send(next), pause);
    },
    [mayEdit, send],
  );

  // What an earlier visit could not save comes back, once; over somebody else's later draft it does not go by itself.
  const isRestored = useRef(false);
  useEffect(() => {
    if (isRestored.current || !mayEdit) return;
    isRestored.current = true;
    const kept = keptSchema.safeParse(parsed(localStorage.getItem(keptKey) ?? "")?.value).data;
    if (kept === undefined || kept.text === JSON.stringify(draft.document, null, 2)) return;
    if (kept.etag === draft.etag) change(kept.text);
    else {
      setText(kept.text);
      setState("conflict");
    }
  }, [change, draft, keptKey, mayEdit]);

  useEffect(() => {
    if (state === "saved") return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [state]);

  /** Saves at once; answers whether everything is on the server. */
  const flush = useCallback(async () => {
    window.clearTimeout(work.current.timer);
    return state === "saved" ? true : send(text);
  }, [send, state, text]);

  return { text, change, state, savedAt, diagnostics, etag, error, moved, flush };
}

function parsed(text: string): { readonly value: Json } | undefined {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return undefined;
  }
}
