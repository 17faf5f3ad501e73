"use client";

import { IconKeyboard, IconLayoutDistributeVertical, IconTablePlus } from "@tabler/icons-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { arrangeTables, type PictureId, placesOf } from "#lib/drafting";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Facts } from "../../ui/facts.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { RunStateTag } from "../../ui/run-state-tag.tsx";
import { SegmentedControl } from "../../ui/segmented-control.tsx";
import { Time } from "../../ui/time.tsx";
import { useCommands } from "../commands/commands-context.tsx";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./canvas.module.css";
import type { CanvasRuns } from "./use-canvas-facts.ts";
import type { OpenTables } from "./use-open-tables.ts";

const keyIds = [
  "arrows",
  "enter",
  "space",
  "a",
  "c",
  "f2",
  "altArrows",
  "delete",
  "menu",
  "f",
  "zoom",
] as const;

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
  const [areKeysShown, showKeys] = useState(false);
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
          <Button
            variant="default"
            size="compact"
            leftSection={<IconLayoutDistributeVertical size={15} />}
            disabled={placesOf(document, picture).size === 0}
            onClick={() => {
              edit(arrangeTables(picture));
              commands.say(t("arranged"));
            }}
          >
            {t("arrange")}
          </Button>
        </>
      ) : null}
      {picture === "steps" && draft.tables.length > 1 ? (
        <Button variant="subtle" size="compact" onClick={() => open.setAll(!open.areAllOpen)}>
          {open.areAllOpen ? t("closeAll") : t("openAll")}
        </Button>
      ) : null}
      <span className={classes.spread} />
      {picture === "steps" ? <RunNote runs={runs} /> : null}
      <IconButton label={t("keys")} size={28} onClick={() => showKeys(true)}>
        <IconKeyboard size={16} />
      </IconButton>
      <Dialog isOpen={areKeysShown} close={() => showKeys(false)} title={t("keys")} width={480}>
        <Facts items={keyIds.map((id) => ({ name: t(`key.${id}.keys`), value: t(`key.${id}.text`) }))} />
      </Dialog>
    </div>
  );
}

/** Which run the rows are of: every number says its sample. */
function RunNote({ runs: { last, counted } }: { runs: CanvasRuns }) {
  const t = useTranslations("editor.canvas");
  const common = useTranslations("common");
  const format = useFormatter();
  return (
    <>
      {last && last.state !== "succeeded" ? <RunStateTag value={last.state} /> : null}
      {counted?.finishedAt ? (
        <span className={classes.note}>
          {t("rowsOf", { run: common(`runKind.${counted.kind}`) })} <Time at={counted.finishedAt} />
          {counted.sample === undefined
            ? null
            : ` · ${t("sampled", { rows: format.number(counted.sample) })}`}
        </span>
      ) : null}
    </>
  );
}
