"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Ago } from "../../ui/time.tsx";
import classes from "./canvas.module.css";
import type { CanvasRuns } from "./use-canvas-facts.ts";

/** Which run the rows are of: every number says its sample. Over the picture, so that nothing moves when it comes. */
export function RunNote({ runs: { counted } }: { runs: CanvasRuns }) {
  const t = useTranslations("editor.canvas");
  const format = useFormatter();
  if (!counted?.finishedAt) return null;
  return (
    <p className={classes.runNote}>
      {t("rowsOf", { kind: counted.kind })} <Ago at={counted.finishedAt} />
      {counted.sample === undefined ? null : ` · ${t("sampled", { rows: format.number(counted.sample) })}`}
    </p>
  );
}
