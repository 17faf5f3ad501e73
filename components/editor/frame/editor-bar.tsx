"use client";

import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconLayoutBottombar,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
} from "@tabler/icons-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { steps } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import { IconButton } from "../../ui/icon-button.tsx";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./editor-bar.module.css";
import { Others } from "./others.tsx";
import { SaveRevision } from "./save-revision.tsx";
import { useView, viewIds } from "./selection.ts";
import { StateChip } from "./state-chip.tsx";
import { views } from "./views.tsx";

type Panels = Readonly<Record<"outline" | "inspector" | "dock", boolean>>;

const panelIcons = {
  outline: IconLayoutSidebar,
  dock: IconLayoutBottombar,
  inspector: IconLayoutSidebarRight,
} as const;
const panelIds = ["outline", "dock", "inspector"] as const;

/** Which module, how it stands, which view; what can be done with the draft as a whole. */
export function EditorBar({ panels, toggle }: { panels: Panels; toggle: (panel: keyof Panels) => void }) {
  const t = useTranslations("editor");
  const locale = useLocale() as Locale;
  const editor = useEditor();
  const [view, setView] = useView();
  const { summary } = editor.module;
  const { all, current } = steps(editor.state.session.history);
  return (
    <div className={classes.bar}>
      <h1 className={classes.title}>
        <Link href={`/modules/${summary.name}`}>{editor.draft.title || summary.name}</Link>
      </h1>
      <div role="tablist" aria-label={t("views")} className={classes.views}>
        {viewIds.map((id) => {
          const Icon = views[id].icon;
          return (
            <button
              key={id}
              type="button"
              role="tab"
              aria-selected={id === view}
              className={classes.view}
              onClick={() => void setView(id)}
            >
              <Icon size={15} aria-hidden />
              {t(`view.${id}`)}
            </button>
          );
        })}
      </div>
      <span className={classes.spread} />
      <Others />
      <StateChip />
      <IconButton
        label={editor.canUndo ? t("undoStep", { step: all[current]?.label[locale] ?? "" }) : t("undo")}
        disabled={!editor.canUndo}
        onClick={editor.undo}
      >
        <IconArrowBackUp size={17} />
      </IconButton>
      <IconButton
        label={editor.canRedo ? t("redoStep", { step: all[current + 1]?.label[locale] ?? "" }) : t("redo")}
        disabled={!editor.canRedo}
        onClick={editor.redo}
      >
        <IconArrowForwardUp size={17} />
      </IconButton>
      {panelIds.map((panel) => {
        const Icon = panelIcons[panel];
        return (
          <IconButton
            key={panel}
            label={t(`panel.${panel}`)}
            aria-pressed={panels[panel]}
            onClick={() => toggle(panel)}
          >
            <Icon size={17} />
          </IconButton>
        );
      })}
      <SaveRevision />
    </div>
  );
}
