import { IconBan, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { PrivacyClass } from "#lib/contracts";
import type { Locale } from "#lib/kernel";
import type { Entry, PolicyRow, PolicyVerdict } from "#lib/reference";
import { Link } from "../ui/link.tsx";
import { PrivacyClassTag } from "../ui/privacy-class-tag.tsx";
import { Tag } from "../ui/tag.tsx";
import { HelpTable } from "./help-table.tsx";
import { Parts } from "./parts.tsx";

const privacyClasses = [
  "direct-identifier",
  "quasi-identifier",
  "sensitive",
  "insensitive",
] as const satisfies readonly PrivacyClass[];

function Verdict({ verdict }: { verdict: PolicyVerdict }) {
  const t = useTranslations("help");
  if (verdict === "allowed")
    return (
      <Tag tone="good" icon={IconCircleCheck}>
        {t("allowed")}
      </Tag>
    );
  if (verdict === "refused")
    return (
      <Tag tone="bad" icon={IconBan}>
        {t("refused")}
      </Tag>
    );
  return (
    <>
      <Tag tone="warn" icon={IconInfoCircle}>
        {t("limited")}
      </Tag>{" "}
      <Parts parts={verdict.only} />
    </>
  );
}

/** What each policy says of a rule, class by class. */
export function PolicyTable({ rows }: { rows: readonly PolicyRow[] }) {
  const t = useTranslations("help");
  const locale = useLocale() as Locale;
  return (
    <HelpTable
      label={t("policy")}
      headers={[t("policyName"), ...privacyClasses.map((one) => <PrivacyClassTag key={one} value={one} />)]}
      rows={rows.map(({ profile, verdicts }) => ({
        key: profile.id,
        cells: [
          <Link key="profile" href={`/help/policies/${profile.id}`} prefetch={false}>
            {profile.title[locale]}
          </Link>,
          ...privacyClasses.map((one) => <Verdict key={one} verdict={verdicts[one]} />),
        ],
      }))}
    />
  );
}

/** What a policy allows, class by class. */
export function AllowedRules({ allows }: { allows: NonNullable<Entry["allows"]> }) {
  const t = useTranslations("help");
  return (
    <HelpTable
      label={t("allows")}
      headers={[t("privacyClass"), t("rules")]}
      rows={allows.map(({ privacyClass, rules }) => ({
        key: privacyClass,
        cells: [
          <PrivacyClassTag key="class" value={privacyClass} />,
          <span key="rules">
            {rules.map(({ rule, only }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: allowances of a policy never move
              <span key={at}>
                {at > 0 ? ", " : null}
                <Parts parts={[rule]} />
                {only.length > 0 ? (
                  <>
                    {" "}
                    (<Parts parts={only} />)
                  </>
                ) : null}
              </span>
            ))}
          </span>,
        ],
      }))}
    />
  );
}
