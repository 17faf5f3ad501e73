"use client";

import { useCallback, useEffect, useRef } from "react";
import { isAhead } from "#lib/drafting";
import type { EditorActions } from "./editor-actions.ts";
import { type EditorStore, presentOf } from "./editor-store.ts";
import { jsonOf } from "./json-of.ts";
import { forgetWork, keepWork, keptWork } from "./kept-work.ts";
import { forgetWritten, rememberWritten } from "./written-values.ts";

/** Long enough not to save at every key, short enough that a preview still follows within the second. */
const typingPause = 400;
/** What is done at once is shown at once: a preview waits for the save. */
const donePause = 60;
const retryPause = 4000;

/** What is chosen of a list is done at once, though a group may hold it together with what follows. */
const isTyping = (focused: Element | null): boolean =>
  !(focused instanceof HTMLSelectElement) &&
  !(focused instanceof HTMLInputElement && ["checkbox", "radio", "range"].includes(focused.type));

const restored = { en: "Work kept in this browser", ru: "Сохранённое в этом браузере" };

/**
 * Keeps the server's draft and this editor's together: saves after each pause, takes over what somebody else saved, keeps in
 * the browser what cannot be sent. Answers how to save at once.
 */
export function useSync(module: string, store: EditorStore, actions: EditorActions, mayEdit: boolean) {
  const work = useRef({ timer: 0, running: undefined as Promise<boolean> | undefined });

  const refresh = useCallback(async (): Promise<boolean> => {
    const answer = await actions.getDraft({ module }).catch(() => undefined);
    if (!answer?.ok) return false;
    const { document, etag, updatedAt, diagnostics } = answer.value;
    if (etag === store.get().session.synced.etag) return true;
    store.takeOver({ document: jsonOf(document), etag });
    store.set({ savedAt: updatedAt, diagnostics });
    return true;
  }, [actions, module, store]);

  /** One attempt; answers whether the server has everything now. */
  const attempt = useCallback(async (): Promise<boolean> => {
    const { session } = store.get();
    if (session.conflict) return false;
    if (!isAhead(session)) return true;
    const sent = presentOf(store.get());
    store.set({ save: "saving" });
    const answer = await actions
      .saveDraft({ module, document: sent, etag: session.synced.etag })
      .catch(() => undefined);
    if (answer === undefined) {
      store.set({ save: "offline" });
      keepWork(module, presentOf(store.get()), session.synced);
      return false;
    }
    if (answer.ok) {
      const { etag, updatedAt, diagnostics, movedValues, document } = answer.value;
      if (document !== undefined) rememberWritten(sent, jsonOf(document));
      store.saved(sent, { document: document === undefined ? sent : jsonOf(document), etag });
      store.set({ savedAt: updatedAt, diagnostics, error: undefined, moved: movedValues });
      if (!isAhead(store.get().session)) forgetWork(module);
      return !isAhead(store.get().session);
    }
    keepWork(module, presentOf(store.get()), session.synced);
    if (answer.error.code === "draft-stale" && (await refresh())) return attempt();
    store.set({ save: "refused", error: answer.error });
    return false;
  }, [actions, module, refresh, store]);

  const flush = useCallback(async (): Promise<boolean> => {
    window.clearTimeout(work.current.timer);
    // One at a time: what changed meanwhile goes with the next.
    while (work.current.running) await work.current.running;
    const running = attempt();
    work.current.running = running;
    const isDone = await running.finally(() => {
      work.current.running = undefined;
    });
    const { save } = store.get();
    if (save === "offline") work.current.timer = window.setTimeout(() => void flush(), retryPause);
    return isDone;
  }, [attempt, store]);

  useEffect(() => {
    if (!mayEdit) return;
    let last = presentOf(store.get());
    return store.subscribe(() => {
      const present = presentOf(store.get());
      if (present === last) return;
      last = present;
      window.clearTimeout(work.current.timer);
      const { group } = store.get().session.history.present;
      const pause = group !== undefined && isTyping(document.activeElement) ? typingPause : donePause;
      work.current.timer = window.setTimeout(() => void flush(), pause);
    });
  }, [flush, mayEdit, store]);

  // What an earlier visit could not save comes back as one step, on top of what is there now.
  useEffect(() => {
    if (!mayEdit) return;
    const kept = keptWork(module);
    if (!kept) return;
    const now = store.get().session.synced;
    store.set({ session: { ...store.get().session, synced: kept.synced } });
    store.edit({ label: restored, apply: () => kept.document });
    store.takeOver(now);
  }, [mayEdit, module, store]);

  useEffect(() => {
    const onHide = () => {
      const { session } = store.get();
      if (isAhead(session)) keepWork(module, presentOf(store.get()), session.synced);
    };
    const onUnload = (event: BeforeUnloadEvent) => {
      if (isAhead(store.get().session)) event.preventDefault();
    };
    const onLine = () => void flush();
    window.addEventListener("pagehide", onHide);
    window.addEventListener("beforeunload", onUnload);
    window.addEventListener("online", onLine);
    return () => {
      window.removeEventListener("pagehide", onHide);
      window.removeEventListener("beforeunload", onUnload);
      window.removeEventListener("online", onLine);
      // Left by a link of the product: no page is hidden then.
      onHide();
    };
  }, [flush, module, store]);

  useEffect(() => forgetWritten, []);

  return { flush, refresh };
}
