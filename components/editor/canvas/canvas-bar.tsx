"use client";

import {
  IconArrowsMaximize,
  IconChevronsDown,
  IconChevronsUp,
  IconKeyboard,
  IconLayoutDistributeVertical,
  IconMinus,
  IconPlus,
  IconTablePlus,
} from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useReactFlow } from "reactflow";
import { arrangeTables, type PictureId, placesOf } from "#lib/drafting";
import { showShortcuts } from "../../shell/keys/scopes.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { RunStateTag } from "../../ui/run-state-tag.tsx";
import { SegmentedControl } from "../../ui/segmented-control.tsx";
import { useCommands } from "../commands/commands-context.tsx";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./canvas.module.css";
import type { CanvasRuns } from "./use-canvas-facts.ts";
import type { OpenTables } from "./use-open-tables.ts";

/** Which picture, what can be done with it as a whole, and where its figures come from. */
export function CanvasBar({
  picture,
  choose,
  runs,
  open,
}: {
  picture: PictureId;
  choose: (picture: string) => void;
  runs: CanvasRuns;
  open: OpenTables;
}) {
  const t = useTranslations("editor.canvas");
  const { document, draft, edit, mayEdit } = useEditor();
  const commands = useCommands();
  const isEmpty = draft.tables.length === 0;
  return (
    <div className={classes.bar}>
      <SegmentedControl
        label={t("pictures")}
        value={picture}
        onChange={choose}
        data={[
          { value: "steps", label: t("steps") },
          { value: "relations", label: t("relations") },
        ]}
      />
      {mayEdit && !isEmpty ? (
        <>
          <Button
            variant="default"
            size="compact"
            leftSection={<IconTablePlus size={15} />}
            onClick={() => commands.ask({ kind: "add-tables" })}
          >
            {t("addTables")}
          </Button>
          <IconButton
            label={t("arrange")}
            size={28}
            disabled={placesOf(document, picture).size === 0}
            onClick={() => {
              edit(arrangeTables(picture));
              commands.say(t("arranged"));
            }}
          >
            <IconLayoutDistributeVertical size={16} />
          </IconButton>
        </>
      ) : null}
      {picture === "steps" && draft.tables.length > 1 ? (
        <IconButton
          label={open.areAllOpen ? t("closeAll") : t("openAll")}
          size={28}
          onClick={() => open.setAll(!open.areAllOpen)}
        >
          {open.areAllOpen ? <IconChevronsUp size={16} /> : <IconChevronsDown size={16} />}
        </IconButton>
      ) : null}
      {isEmpty ? null : <Zoom />}
      <IconButton label={t("keys")} size={28} onClick={showShortcuts}>
        <IconKeyboard size={16} />
      </IconButton>
      <span className={classes.spread} />
      {picture === "steps" && runs.last && runs.last.state !== "succeeded" ? (
        <RunStateTag value={runs.last.state} />
      ) : null}
    </div>
  );
}

/** The picture nearer or farther, or all of it. */
function Zoom() {
  const t = useTranslations("editor.canvas");
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  return (
    <span className={classes.group}>
      <IconButton label={t("zoomOut")} size={28} onClick={() => void zoomOut()}>
        <IconMinus size={16} />
      </IconButton>
      <IconButton label={t("zoomIn")} size={28} onClick={() => void zoomIn()}>
        <IconPlus size={16} />
      </IconButton>
      <IconButton label={t("fit")} size={28} onClick={() => void fitView({ padding: 0.04, maxZoom: 1 })}>
        <IconArrowsMaximize size={15} />
      </IconButton>
    </span>
  );
}
