"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { PartBoundary } from "../../ui/part-boundary.tsx";
import { Notice } from "../../ui/state.tsx";
import { CommandsProvider } from "../commands/commands-provider.tsx";
import { ConflictDialog } from "../conflict/conflict-dialog.tsx";
import { Dock } from "../dock/dock.tsx";
import { useDockTab } from "../dock/use-dock-tab.ts";
import { Inspector } from "../inspector/inspector.tsx";
import { useEditor } from "../store/editor-context.tsx";
import { EditorBar } from "./editor-bar.tsx";
import classes from "./editor-frame.module.css";
import { LeaveDialog } from "./leave-dialog.tsx";
import { Outline } from "./outline.tsx";
import { ReadOnlyLine } from "./read-only-line.tsx";
import { useView } from "./selection.ts";
import { SplitHandle, useSize } from "./split-handle.tsx";
import { useEditorKeys } from "./use-editor-keys.ts";
import { usePanels } from "./use-panels.ts";
import { useResults } from "./use-results.tsx";
import { ViewScope } from "./view-scope.tsx";
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
  const { panels, show, toggle } = usePanels();
  const [isWhole, setWhole] = useState(false);
  const isDockWhole = isWhole && panels.dock;
  const outline = useSize("outline", 220, [160, 420]);
  const inspector = useSize("inspector", 340, [260, 640]);
  const [dockTab, setDock] = useDockTab();
  // Data takes more of the height than a list of problems, each as it was left.
  const shortDock = useSize("dock", 240, [120, 900]);
  const dataDock = useSize("dock-preview", 340, [140, 900]);
  const dock = dockTab === "preview" ? dataDock : shortDock;
  const keepCheckpoint = () => {
    show("dock", true);
    void setDock("checkpoints");
    // The tab is drawn first.
    setTimeout(() => document.getElementById("checkpoint-name")?.focus(), 60);
  };
  const enlarge = () => {
    show("dock", true);
    setWhole(!isDockWhole);
  };
  const { preview, askTrial, trial } = useResults({
    showDock: () => show("dock", true),
  });
  useEditorKeys({ editor, toggle, enlarge, keepCheckpoint, preview, run: askTrial });
  const inspectorPanel = useRef<HTMLElement>(null);
  const [wantsInspector, setWantsInspector] = useState(false);
  const openInspector = useCallback(() => {
    show("inspector", true);
    setWantsInspector(true);
  }, [show]);
  // It shows what was just chosen by now.
  useEffect(() => {
    if (!wantsInspector) return;
    if (!panels.inspector) return show("inspector", true);
    setWantsInspector(false);
    focusWithin(inspectorPanel.current);
  }, [wantsInspector, panels.inspector, show]);
  const { Content } = views[view];
  const isPaused = editor.state.brokenText !== undefined && view !== "text";
  return (
    <CommandsProvider openInspector={openInspector}>
      <div className={classes.frame}>
        <EditorBar panels={panels} toggle={toggle} run={askTrial} />
        <ReadOnlyLine />
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
          <div className={classes.main}>
            <div className={classes.middle} inert={isDockWhole ? true : undefined}>
              {panels.outline ? (
                <>
                  <aside className={classes.side} style={{ width: outline.size }} aria-label={t("outline")}>
                    <Outline />
                  </aside>
                  <SplitHandle size={outline} label={t("outlineWidth")} />
                </>
              ) : null}
              <section className={classes.view} aria-label={t(`view.${view}`)}>
                <PartBoundary key={view}>
                  <Content />
                </PartBoundary>
                {view === "canvas" ? null : <ViewScope key={`scope-${view}`} view={view} />}
              </section>
            </div>
            {panels.dock ? (
              <>
                {isWhole ? null : <SplitHandle size={dock} label={t("dockHeight")} isAcross isReversed />}
                <section
                  className={`${classes.dock} ${isWhole ? classes.whole : ""}`}
                  style={{ height: isWhole ? undefined : dock.size }}
                  aria-label={t("dock")}
                >
                  <Dock isWhole={isWhole} setWhole={setWhole} close={() => show("dock", false)} />
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
        <LeaveDialog />
        {trial}
      </div>
    </CommandsProvider>
  );
}
