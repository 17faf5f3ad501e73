"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { Notice } from "../../ui/state.tsx";
import { CommandsProvider } from "../commands/commands-provider.tsx";
import { ConflictDialog } from "../conflict/conflict-dialog.tsx";
import { Dock } from "../dock/dock.tsx";
import { useDockTab } from "../dock/use-dock-tab.ts";
import { Inspector } from "../inspector/inspector.tsx";
import { useEditor } from "../store/editor-context.tsx";
import { EditorBar } from "./editor-bar.tsx";
import classes from "./editor-frame.module.css";
import { Outline } from "./outline.tsx";
import { useView } from "./selection.ts";
import { SplitHandle, useSize } from "./split-handle.tsx";
import { useEditorKeys } from "./use-editor-keys.ts";
import { views } from "./views.tsx";

/** The first thing of a panel that can be changed, or the panel itself. */
function focusWithin(panel: HTMLElement | null) {
  const first = panel?.querySelector<HTMLElement>("input, select, textarea, button, [tabindex='0']");
  (first ?? panel)?.focus();
}

/** Around every view: the outline left, what is chosen right, what comes of it below. */
export function EditorFrame() {
  const t = useTranslations("editor");
  const editor = useEditor();
  const [view] = useView();
  const [panels, setPanels] = useState({ outline: true, inspector: true, dock: true });
  const outline = useSize("outline", 220, [160, 420]);
  const inspector = useSize("inspector", 340, [260, 640]);
  const dock = useSize("dock", 240, [120, 640]);
  const toggle = (panel: keyof typeof panels) => setPanels((old) => ({ ...old, [panel]: !old[panel] }));
  const [, setDock] = useDockTab();
  const keepCheckpoint = () => {
    setPanels((old) => ({ ...old, dock: true }));
    void setDock("checkpoints");
    // The tab is drawn first.
    setTimeout(() => document.getElementById("checkpoint-name")?.focus(), 60);
  };
  useEditorKeys({ editor, toggle, keepCheckpoint });
  const inspectorPanel = useRef<HTMLElement>(null);
  const [wantsInspector, setWantsInspector] = useState(false);
  const openInspector = useCallback(() => {
    setPanels((old) => ({ ...old, inspector: true }));
    setWantsInspector(true);
  }, []);
  // It shows what was just chosen by now.
  useEffect(() => {
    if (!wantsInspector) return;
    setWantsInspector(false);
    focusWithin(inspectorPanel.current);
  }, [wantsInspector]);
  const { Content } = views[view];
  const isPaused = editor.state.brokenText !== undefined && view !== "text";
  return (
    <CommandsProvider openInspector={openInspector}>
      <div className={classes.frame}>
        <EditorBar panels={panels} toggle={toggle} />
        {isPaused ? (
          <div className={classes.notice}>
            <Notice tone="warn" title={t("pausedTitle")}>
              {t("pausedText")}
            </Notice>
          </div>
        ) : null}
        {editor.state.moved > 0 ? (
          <div className={classes.notice}>
            <Notice title={t("movedTitle", { count: editor.state.moved })}>{t("movedText")}</Notice>
          </div>
        ) : null}
        <div className={classes.work}>
          {panels.outline ? (
            <>
              <aside className={classes.side} style={{ width: outline.size }} aria-label={t("outline")}>
                <Outline />
              </aside>
              <SplitHandle size={outline} label={t("outlineWidth")} />
            </>
          ) : null}
          <div className={classes.middle}>
            <section className={classes.view} aria-label={t(`view.${view}`)}>
              <Content />
            </section>
            {panels.dock ? (
              <>
                <SplitHandle size={dock} label={t("dockHeight")} isAcross isReversed />
                <section className={classes.dock} style={{ height: dock.size }} aria-label={t("dock")}>
                  <Dock />
                </section>
              </>
            ) : null}
          </div>
          {panels.inspector && view !== "text" ? (
            <>
              <SplitHandle size={inspector} label={t("inspectorWidth")} isReversed />
              <aside
                ref={inspectorPanel}
                tabIndex={-1}
                className={classes.side}
                style={{ width: inspector.size }}
                aria-label={t("inspector")}
              >
                <Inspector />
              </aside>
            </>
          ) : null}
        </div>
        <ConflictDialog />
      </div>
    </CommandsProvider>
  );
}
