"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReviewView } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import { ApprovalTag } from "../ui/approval-tag.tsx";
import { EnvironmentTag } from "../ui/environment-tag.tsx";
import { Facts } from "../ui/facts.tsx";
import { Hash } from "../ui/hash.tsx";
import { Link } from "../ui/link.tsx";
import { Ago } from "../ui/time.tsx";

/** What exactly would be approved, where, and who wrote it. */
export function ReviewFacts({ review }: { review: ReviewView }) {
  const t = useTranslations("modules");
  const environments = useTranslations("environments");
  const locale = useLocale() as Locale;
  return (
    <Facts
      items={[
        {
          name: t("revision"),
          value: (
            <>
              № {review.revision} <ApprovalTag value={review.state} />{" "}
              <EnvironmentTag name={review.environment} />
            </>
          ),
        },
        {
          name: t("author"),
          value: (
            <>
              {review.author.name} · <Ago at={review.createdAt} />
            </>
          ),
        },
        { name: t("message"), value: review.message || t("noMessage") },
        {
          name: t("policy"),
          value: (
            <ul style={{ margin: 0, paddingInlineStart: 18 }}>
              {review.policies.map(({ id, title, summary }) => (
                <li key={id}>
                  <b style={{ fontWeight: 500 }}>{title[locale]}.</b> {summary[locale]}
                </li>
              ))}
            </ul>
          ),
        },
        ...(review.bindings && review.bindings.length > 0
          ? [
              {
                name: environments("meaning"),
                value: review.bindings.map(({ name, place }) => `${name} → ${place}`).join(", "),
              },
            ]
          : []),
        { name: t("contentHash"), value: <Hash value={review.contentHash} label={t("copyHash")} /> },
        ...(review.editors.length > 0
          ? [{ name: t("editors"), value: review.editors.map((one) => one.name).join(", ") }]
          : []),
        ...(review.lastTrial
          ? [
              {
                name: t("lastTrial"),
                value: <Link href={`/runs/${review.lastTrial}`}>{t("openTrial")}</Link>,
              },
            ]
          : []),
      ]}
    />
  );
}
