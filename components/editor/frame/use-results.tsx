"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { can } from "#lib/access";
import { previewStageIds } from "#lib/contracts";
import { useDockTab } from "../dock/use-dock-tab.ts";
import { useShowData } from "../inspector/use-show-data.ts";
import { useEditor } from "../store/editor-context.tsx";
import { useSelection } from "./selection.ts";

const TrialDialog = dynamic(() => import("./trial-dialog.tsx").then((file) => file.TrialDialog), {
  ssr: false,
});

/** What comes of the draft: a look at what is chosen, at its stage, and a trial of all of it. */
export function useResults({ showDock }: { showDock: () => void }) {
  const { flush, draft, role } = useEditor();
  const { selection } = useSelection();
  const [, setDock] = useDockTab();
  const showData = useShowData();
  const [isAsked, ask] = useState(false);
  const preview = () => {
    showDock();
    void flush();
    const table = draft.tables.find(({ name }) => name === selection?.table);
    // Where nothing is looked at any more, what Protect leaves.
    const stage = previewStageIds.find((id) => id === selection?.stage) ?? "protect";
    if (table && showData) showData(table.name, stage);
    else void setDock("preview");
  };
  const askTrial = can(role, "runs:start")
    ? () => {
        void flush().then(() => ask(true));
      }
    : undefined;
  return { preview, askTrial, trial: isAsked ? <TrialDialog close={() => ask(false)} /> : null };
}
