"use client";

import { IconArrowsDiagonal, IconArrowsDiagonalMinimize2, IconX } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { IconButton } from "../../ui/icon-button.tsx";
import { PartBoundary } from "../../ui/part-boundary.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./dock.module.css";
import { dockTabs } from "./dock-tabs.tsx";
import { type DockTabId, dockTabIds, useDockTab } from "./use-dock-tab.ts";

/** What comes of the draft: previews, problems, the steps that were taken. */
export function Dock({
  isWhole,
  setWhole,
  close,
}: {
  /** It stands over the whole view. */
  isWhole: boolean;
  setWhole: (isWhole: boolean) => void;
  close: () => void;
}) {
  const t = useTranslations("editor");
  const { diagnostics } = useEditor();
  const [tab, setTab] = useDockTab();
  const { Content, isFilling } = dockTabs[tab];
  const textOf = (id: DockTabId) =>
    id === "problems" && diagnostics.length > 0
      ? `${t("dockTab.problems")} · ${diagnostics.length}`
      : t(`dockTab.${id}`);
  const SizeIcon = isWhole ? IconArrowsDiagonalMinimize2 : IconArrowsDiagonal;
  return (
    <div className={classes.dock}>
      <Tabs
        isCompact
        value={tab}
        onChange={(id) => void setTab(id)}
        tabs={dockTabIds.map((id) => ({ id, text: textOf(id) }))}
        aside={
          <>
            <IconButton
              size={26}
              label={t(isWhole ? "dockNormal" : "dockWhole")}
              aria-pressed={isWhole}
              onClick={() => setWhole(!isWhole)}
            >
              <SizeIcon size={15} />
            </IconButton>
            <IconButton size={26} label={t("dockClose")} onClick={close}>
              <IconX size={15} />
            </IconButton>
          </>
        }
      >
        <PartBoundary key={tab}>
          {isFilling ? (
            <Content />
          ) : (
            <div className={classes.content}>
              <Content />
            </div>
          )}
        </PartBoundary>
      </Tabs>
    </div>
  );
}
