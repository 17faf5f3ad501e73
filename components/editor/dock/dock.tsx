"use client";

import { useTranslations } from "next-intl";
import { Tabs } from "../../ui/tabs.tsx";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./dock.module.css";
import { dockTabs } from "./dock-tabs.tsx";
import { type DockTabId, dockTabIds, useDockTab } from "./use-dock-tab.ts";

/** What comes of the draft: previews, problems, the steps that were taken. */
export function Dock() {
  const t = useTranslations("editor");
  const { diagnostics } = useEditor();
  const [tab, setTab] = useDockTab();
  const Content = dockTabs[tab];
  const textOf = (id: DockTabId) =>
    id === "problems" && diagnostics.length > 0
      ? `${t("dockTab.problems")} · ${diagnostics.length}`
      : t(`dockTab.${id}`);
  return (
    <div className={classes.dock}>
      <Tabs
        value={tab}
        onChange={(id) => void setTab(id)}
        tabs={dockTabIds.map((id) => ({ id, text: textOf(id) }))}
      >
        <div className={classes.content}>
          <Content />
        </div>
      </Tabs>
    </div>
  );
}
