"use client";

import { IconEye, IconRefresh } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { usePythonProgress } from "../../../preview/python-progress.ts";
import { PythonWaiting } from "../../../preview/python-waiting.tsx";
import { Button } from "../../../ui/button.tsx";
import { EnvironmentTag } from "../../../ui/environment-tag.tsx";
import { ErrorText } from "../../../ui/error-text.tsx";
import classes from "../inspector.module.css";
import type { useSample } from "./use-sample.ts";

/** Asks for a sample, or for a new one after edits. */
export function LookButton({ look }: { look: ReturnType<typeof useSample> }) {
  const t = useTranslations("editor.inspect");
  const python = usePythonProgress();
  const { sample, isOld, mayLook, isRaw } = look;
  if (!mayLook) return null;
  const isFirst = sample?.preview === undefined;
  if (!isFirst && !isOld && sample.state === "done") return null;
  return (
    <div className={classes.group}>
      {isOld ? <p className={classes.hint}>{t("sampleOld")}</p> : null}
      {sample?.state === "failed" && sample.error ? (
        <div className={classes.error}>
          <ErrorText error={sample.error} />
        </div>
      ) : null}
      <Button
        variant="default"
        size="compact"
        leftSection={isFirst ? <IconEye size={14} /> : <IconRefresh size={14} />}
        loading={sample?.state === "loading"}
        style={{ justifySelf: "start" }}
        onClick={look.look}
      >
        {isFirst ? t("lookAtSample") : t("lookAgain")}
      </Button>
      <EnvironmentTag name={look.environment} />
      {sample?.state === "loading" && python ? <PythonWaiting progress={python} /> : null}
      {isFirst ? <p className={classes.hint}>{isRaw ? t("lookRaw") : t("lookSafe")}</p> : null}
    </div>
  );
}
