"use client";

import { IconArrowBackUp, IconCheck, IconMessage2Exclamation, IconSend } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { ReviewStep } from "#lib/contracts";
import { EnvironmentTag } from "../ui/environment-tag.tsx";
import { Hash } from "../ui/hash.tsx";
import { Tag } from "../ui/tag.tsx";
import { Ago } from "../ui/time.tsx";

const looks = {
  requested: { tone: "busy", icon: IconSend },
  approved: { tone: "good", icon: IconCheck },
  "changes-requested": { tone: "warn", icon: IconMessage2Exclamation },
  revoked: { tone: "warn", icon: IconArrowBackUp },
} as const;

/** Who asked, who decided, in their own words. */
export function ReviewSteps({ steps }: { steps: readonly ReviewStep[] }) {
  const t = useTranslations("modules");
  return (
    <ol style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 10 }}>
      {steps.map((step) => (
        <li key={step.id}>
          <Tag {...looks[step.state]}>{t(`reviewStep.${step.state}`)}</Tag>{" "}
          <b style={{ fontWeight: 500 }}>{step.reviewer.name}</b> <EnvironmentTag name={step.environment} />{" "}
          <span style={{ color: "var(--ink-3)" }}>
            <Ago at={step.at} />
          </span>{" "}
          {step.approvedHash ? <Hash value={step.approvedHash} /> : null}
          {step.comment ? <div style={{ whiteSpace: "pre-wrap", marginTop: 2 }}>{step.comment}</div> : null}
          {step.acknowledged.length > 0 ? (
            <div style={{ color: "var(--ink-3)", fontSize: 13 }}>
              {t("acknowledged", { list: step.acknowledged.join(" ") })}
            </div>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
