"use client";

import { useTranslations } from "next-intl";
import type { PythonProgress } from "#lib/contracts";
import { Clock } from "../ui/time.tsx";
import classes from "./preview.module.css";

/** What is being done so that scripts can run, or packages are locked, and since when; what waits for it goes on by itself. */
export function PythonWaiting({
  progress: { step, packages, since, seconds },
}: {
  progress: PythonProgress;
}) {
  const t = useTranslations("preview.python");
  return (
    <div>
      <p className={classes.loading} role="status">
        <strong>{t(step === "lock" ? "titleLock" : "title")}</strong> {t(`step.${step}`, { packages })}{" "}
        {t("byItself")}
      </p>
      <p className={classes.aside}>
        {t("since")} <Clock at={since} /> · {t("seconds", { seconds })}
      </p>
    </div>
  );
}
