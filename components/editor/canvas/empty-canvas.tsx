"use client";

import { IconFileText, IconTablePlus } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { z } from "zod";
import { isObject, type Json } from "#lib/drafting";
import { Button } from "../../ui/button.tsx";
import { EmptyState, Notice } from "../../ui/state.tsx";
import { useCommands } from "../commands/commands-context.tsx";
import { useEditor } from "../store/editor-context.tsx";
import classes from "./canvas.module.css";

/** Comes with the product, under public/examples. */
const sample = "/examples/shop.module.jsonld";
const sampleLabel = { en: "Sample document", ru: "Образец документа" };

async function loadSample(): Promise<Json | undefined> {
  try {
    const answer = await fetch(sample);
    return answer.ok ? z.json().parse(await answer.json()) : undefined;
  } catch {
    return undefined;
  }
}

/** No tables yet: from a source, made by a script, or a document to learn from. */
export function EmptyCanvas() {
  const t = useTranslations("editor.canvas");
  const { edit, mayEdit, name } = useEditor();
  const { ask } = useCommands();
  const [isMissing, setMissing] = useState(false);
  const open = async () => {
    const found = await loadSample();
    setMissing(!isObject(found));
    // A module keeps its name, and whatever the sample does not say.
    if (isObject(found))
      edit({
        label: sampleLabel,
        apply: (document) => ({ ...(isObject(document) ? document : {}), ...found, name }),
      });
  };
  return (
    <div className={classes.empty}>
      <div>
        <EmptyState
          title={t("empty")}
          text={mayEdit ? t("emptyText") : t("emptyReadOnly")}
          actions={
            mayEdit ? (
              <>
                <Button leftSection={<IconTablePlus size={15} />} onClick={() => ask({ kind: "add-tables" })}>
                  {t("addTables")}
                </Button>
                <Button
                  variant="default"
                  leftSection={<IconFileText size={15} />}
                  onClick={() => void open()}
                >
                  {t("openSample")}
                </Button>
              </>
            ) : undefined
          }
        />
        {isMissing ? <Notice tone="error" title={t("sampleMissing")} /> : null}
      </div>
    </div>
  );
}
