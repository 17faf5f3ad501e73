"use client";

import { IconPlayerPause } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { ModuleSummary } from "#lib/contracts";
import { Link } from "../ui/link.tsx";
import { Tag } from "../ui/tag.tsx";
import { Time } from "../ui/time.tsx";

/** When a module runs next by itself; paused where all that would start it is. */
export function NextRun({ module }: { module: Pick<ModuleSummary, "name" | "triggers"> }) {
  const t = useTranslations("modules");
  const { count, paused, nextAt } = module.triggers;
  if (count === 0) return "–";
  return (
    <Link href={`/modules/${module.name}/schedule`}>
      {nextAt ? <Time at={nextAt} /> : paused < count ? t("onEvents") : null}
      {paused > 0 ? (
        <>
          {paused < count ? " " : ""}
          <Tag tone="warn" icon={IconPlayerPause}>
            {paused < count ? t("somePaused", { paused, count }) : t("onPause")}
          </Tag>
        </>
      ) : null}
    </Link>
  );
}
