"use client";

import { useTranslations } from "next-intl";
import type { RunCause } from "#lib/contracts";

/** What made a run, where that was no person. */
export function CauseText({ cause }: { cause: RunCause }) {
  const t = useTranslations("triggers");
  if (cause.kind === "schedule") return t("causeSchedule", { name: cause.name });
  if (cause.kind === "webhook") return t("causeHook", { name: cause.name });
  const versions = cause.versions.map(({ module, number }) => `${module} v${number}`).join(", ");
  return t("causeVersions", { name: cause.name, versions });
}
