"use client";

import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { addPattern, movePattern, removePattern } from "#lib/drafting";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { EmptyState } from "../../../ui/state.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { patternMatches } from "../model/pattern-matches.ts";
import { rowsOf } from "../model/rows.ts";
import { PatternForm } from "./pattern-form.tsx";
import { PatternMatches } from "./pattern-matches-list.tsx";
import classes from "./patterns-dialog.module.css";

/** The pattern rules of the module in their order, each with the columns that it fits now and what these take from it. */
export function PatternsDialog({ close }: { close: () => void }) {
  const t = useTranslations("editor.grid");
  const { draft, edit, mayEdit } = useEditor();
  const [chosen, setChosen] = useState(0);
  const at = Math.min(chosen, draft.patterns.length - 1);
  const pattern = draft.patterns[at];
  const rows = rowsOf(draft);
  const move = (from: number, to: number) => {
    edit(movePattern(from, to));
    setChosen(to);
  };
  const add = () => {
    setChosen(draft.patterns.length);
    edit(addPattern({ match: "*_email" }));
  };
  return (
    <Dialog isOpen close={close} title={t("patterns")} width={920}>
      <p className={classes.lead}>{t("patternsLead")}</p>
      <div className={classes.columns}>
        <div className={classes.list}>
          <ol aria-label={t("patterns")}>
            {draft.patterns.map((one, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a pattern has no identity but its place
              <li key={index} className={index === at ? classes.chosen : undefined}>
                <button
                  type="button"
                  className={classes.name}
                  aria-current={index === at}
                  onClick={() => setChosen(index)}
                >
                  <code>{one.match || "–"}</code>
                  <span className={classes.count}>{patternMatches(draft, rows, index).length}</span>
                </button>
                {mayEdit ? (
                  <>
                    <IconButton
                      size={24}
                      label={t("patternUp", { match: one.match })}
                      disabled={index === 0}
                      onClick={() => move(index, index - 1)}
                    >
                      <IconArrowUp size={14} />
                    </IconButton>
                    <IconButton
                      size={24}
                      label={t("patternDown", { match: one.match })}
                      disabled={index === draft.patterns.length - 1}
                      onClick={() => move(index, index + 1)}
                    >
                      <IconArrowDown size={14} />
                    </IconButton>
                    <IconButton
                      size={24}
                      label={t("patternRemove", { match: one.match })}
                      onClick={() => edit(removePattern(index))}
                    >
                      <IconTrash size={14} />
                    </IconButton>
                  </>
                ) : null}
              </li>
            ))}
          </ol>
          {mayEdit ? (
            <Button variant="default" size="compact" leftSection={<IconPlus size={14} />} onClick={add}>
              {t("patternAdd")}
            </Button>
          ) : null}
        </div>
        {pattern ? (
          <div className={classes.detail}>
            <PatternForm key={at} pattern={pattern} />
            <PatternMatches matches={patternMatches(draft, rows, at)} />
          </div>
        ) : (
          <div>
            <EmptyState title={t("noPatterns")} text={t("noPatternsText")} />
          </div>
        )}
      </div>
    </Dialog>
  );
}
