"use client";

import { useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { EditorsPresent } from "#lib/contracts";
import type { EditorActions } from "./editor-actions.ts";
import type { EditorStore } from "./editor-store.ts";

const every = 8000;
const nobody: EditorsPresent["others"] = [];

/** Says every few seconds where this editor is, and takes over what somebody else saved meanwhile. Answers who else is here. */
export function usePresence({
  module,
  store,
  actions,
  refresh,
  mayEdit,
}: {
  module: string;
  store: EditorStore;
  actions: EditorActions;
  refresh: () => Promise<boolean>;
  mayEdit: boolean;
}): EditorsPresent["others"] {
  const [others, setOthers] = useState(nobody);
  const query = useSearchParams();
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
  }, [actions, mayEdit, module, refresh, store]);
  return others;
}
