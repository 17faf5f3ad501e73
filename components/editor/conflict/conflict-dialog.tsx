"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Conflict, mayKeepBoth, type Resolution } from "#lib/drafting";
import { Button } from "../../ui/button.tsx";
import { Dialog, DialogButtons } from "../../ui/dialog.tsx";
import { SegmentedControl } from "../../ui/segmented-control.tsx";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./conflict-dialog.module.css";
import { conflictPlace } from "./conflict-place.ts";

const shownLength = 1200;

const written = (value: Conflict["mine"]): string | undefined => {
  if (value === undefined) return undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
};

/** What two people changed differently, place by place. Nothing is sent until each is decided; nothing of either is lost before. */
export function ConflictDialog() {
  const t = useTranslations("editor");
  const { state, decide } = useEditor();
  const conflict = state.session.conflict;
  const [decided, setDecided] = useState<readonly Resolution[]>([]);
  if (!conflict) return null;
  const { conflicts, document } = conflict.merged;
  const choiceAt = (index: number): Resolution => decided[index] ?? "mine";
  return (
    <Dialog isOpen title={t("conflictTitle", { count: conflicts.length })} width={820}>
      <p className={classes.lead}>{t("conflictText")}</p>
      <ol className={classes.list}>
        {conflicts.map((one, index) => (
          <li key={one.path.join("/")} className={classes.conflict}>
            <h3 className={classes.place}>{conflictPlace(document, one.path)}</h3>
            <SegmentedControl
              label={t("conflictChoice")}
              value={choiceAt(index)}
              onChange={(value) =>
                setDecided(
                  conflicts.map((_, at) =>
                    at === index
                      ? ((["mine", "theirs", "both"] as const).find((id) => id === value) ?? "mine")
                      : choiceAt(at),
                  ),
                )
              }
              data={(mayKeepBoth(one)
                ? (["mine", "theirs", "both"] as const)
                : (["mine", "theirs"] as const)
              ).map((id) => ({ value: id, label: t(`resolution.${id}`) }))}
            />
            <div className={classes.sides}>
              <Side title={t("resolution.mine")} text={written(one.mine)} />
              <Side title={t("resolution.theirs")} text={written(one.theirs)} />
            </div>
          </li>
        ))}
      </ol>
      <DialogButtons>
        <Button variant="default" onClick={() => decide(conflicts.map(() => "theirs" as const))}>
          {t("allTheirs")}
        </Button>
        <Button
          data-autofocus
          onClick={() => {
            decide(conflicts.map((_, index) => choiceAt(index)));
            setDecided([]);
          }}
        >
          {t("conflictDone")}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

function Side({ title, text }: { title: string; text: string | undefined }) {
  const t = useTranslations("editor");
  return (
    <figure className={classes.side}>
      <figcaption>{title}</figcaption>
      {text === undefined ? <em>{t("takenOut")}</em> : <pre>{text}</pre>}
    </figure>
  );
}
