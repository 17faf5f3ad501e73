"use client";

import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconFlask,
  IconLayoutBottombar,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
} from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import { steps } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import { useEnvironment } from "../../environments/use-environment.ts";
import { moduleHref } from "../../modules/module-href.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Link } from "../../ui/link.tsx";
import { useEditor } from "../store/editor-context.tsx";
import { DataEnvironment } from "./data-environment.tsx";
import classes from "./editor-bar.module.css";
import { Others } from "./others.tsx";
import { SaveRevision } from "./save-revision.tsx";
import { useView, viewIds } from "./selection.ts";
import { StateChip } from "./state-chip.tsx";
import { type PanelId, type Panels, panelIds } from "./use-panels.ts";
import { views } from "./views.tsx";

const panelIcons = {
  outline: IconLayoutSidebar,
  dock: IconLayoutBottombar,
  inspector: IconLayoutSidebarRight,
} as const;

/** Which module, how it stands, which view; what can be done with the draft as a whole. */
export function EditorBar({
  panels,
  toggle,
  run,
}: {
  panels: Panels;
  toggle: (panel: PanelId) => void;
  /** Asks for a trial; absent for who may start none. */
  run: (() => void) | undefined;
}) {
  const t = useTranslations("editor");
  const locale = useLocale() as Locale;
  const editor = useEditor();
  const [view, setView] = useView();
  const [environment] = useEnvironment();
  const { summary } = editor.module;
  const { all, current } = steps(editor.state.session.history);
  return (
    <div className={classes.bar}>
      <h1 className={classes.title}>
        <Link href={moduleHref(summary.name, environment)}>{editor.draft.title || summary.name}</Link>
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
              <span className={classes.viewName}>{t(`view.${id}`)}</span>
            </button>
          );
        })}
      </div>
      <span className={classes.spread} />
      <DataEnvironment />
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
      {run ? (
        <IconButton label={t("trial.title")} onClick={run}>
          <IconFlask size={17} />
        </IconButton>
      ) : null}
      <SaveRevision />
    </div>
  );
}
