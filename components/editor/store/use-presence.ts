"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { EditorsPresent } from "#lib/contracts";
import type { EditorActions } from "./editor-actions.ts";
import type { EditorStore } from "./editor-store.ts";

const every = 8000;
const nobody: EditorsPresent["others"] = [];

/**
 * Says every few seconds where this editor is, takes over what somebody else saved meanwhile, and has the page drawn again when
 * somebody else started a run or one ended. Answers who else is here.
 */
export function usePresence({
  module,
  store,
  actions,
  refresh,
  mayEdit,
  newestRun,
}: {
  module: string;
  store: EditorStore;
  actions: EditorActions;
  refresh: () => Promise<boolean>;
  mayEdit: boolean;
  /** The newest run as the page has it. */
  newestRun: EditorsPresent["newestRun"];
}): EditorsPresent["others"] {
  const [others, setOthers] = useState(nobody);
  const query = useSearchParams();
  const router = useRouter();
  const run = `${newestRun?.id} ${newestRun?.state}`;
  const drawnRun = useRef(run);
  useEffect(() => {
    drawnRun.current = run;
  }, [run]);
  const place = `${query.get("view") ?? "canvas"}/${query.get("node") ?? ""}`.slice(0, 200);
  const now = useRef(place);
  useEffect(() => {
    now.current = place;
  }, [place]);
  useEffect(() => {
    if (!mayEdit) return;
    const editor = crypto.randomUUID();
    let isHere = true;
    const report = async () => {
      if (document.visibilityState === "hidden") return;
      const answer = await actions
        .reportPresence({ module, editor, place: now.current })
        .catch(() => undefined);
      if (!isHere || !answer?.ok) return;
      setOthers(answer.value.others);
      const { newestRun: newer } = answer.value;
      const seen = `${newer?.id} ${newer?.state}`;
      if (seen !== drawnRun.current) {
        // Asked for once, whatever the page is drawn with then.
        drawnRun.current = seen;
        router.refresh();
      }
      const { session, save } = store.get();
      const isQuiet = save === "saved" || save === "waiting";
      if (isQuiet && !session.conflict && answer.value.etag > session.synced.etag) await refresh();
    };
    const leave = () => {
      const body = new Blob([JSON.stringify({ editor })], { type: "application/json" });
      navigator.sendBeacon(`/api/modules/${encodeURIComponent(module)}/presence`, body);
    };
    void report();
    const timer = window.setInterval(() => void report(), every);
    const onVisible = () => void report();
    document.addEventListener("visibilitychange", onVisible);
    window.addEventListener("pagehide", leave);
    return () => {
      isHere = false;
      leave();
      window.clearInterval(timer);
      document.removeEventListener("visibilitychange", onVisible);
      window.removeEventListener("pagehide", leave);
    };
  }, [actions, mayEdit, module, refresh, router, store]);
  return others;
}
