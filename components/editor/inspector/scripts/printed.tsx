"use client";

import { IconTerminal2 } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { inEnvironment, type PreviewOutput } from "#lib/contracts";
import { useEnvironment } from "../../../environments/use-environment.ts";
import { Button } from "../../../ui/button.tsx";
import { CodeBlock } from "../../../ui/code-block.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { useAction } from "../../../ui/use-action.ts";
import { useEditor } from "../../store/editor-context.tsx";
import classes from "./scripts.module.css";

/** What the script printed on the sample and its own lines of a traceback, read when asked for: each look is audited. */
export function Printed({
  table,
  stage,
  bytes,
}: {
  table: string;
  stage: string;
  bytes: number | undefined;
}) {
  const t = useTranslations("editor.inspect");
  const { name: module, actions, seesRaw } = useEditor();
  const [environment] = useEnvironment();
  const [outputs, setOutputs] = useState<readonly PreviewOutput[]>();
  const looking = useAction(actions.lookAtPreviewOutput, { done: setOutputs, quiet: true });
  if (!seesRaw) return bytes ? <p className={classes.hint}>{t("printedHidden", { bytes })}</p> : null;
  const own = outputs?.find((one) => one.table === table && one.stage === stage && one.column === undefined);
  const text = own ? [own.text, own.trace].filter((part) => part !== "").join("\n") : "";
  return (
    <section aria-label={t("printed")}>
      {looking.error ? <ErrorState error={looking.error} /> : null}
      {outputs === undefined ? (
        <Button
          variant="default"
          size="compact"
          leftSection={<IconTerminal2 size={14} />}
          loading={looking.isBusy}
          onClick={() => looking.run({ module, ...inEnvironment(environment) })}
        >
          {t("readPrinted")}
        </Button>
      ) : text === "" ? (
        <p className={classes.hint}>{t("nothingPrinted")}</p>
      ) : (
        <CodeBlock text={text} label={t("copyPrinted")} wrap />
      )}
    </section>
  );
}
