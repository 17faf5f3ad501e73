"use client";

import { Button, Checkbox, Group, Switch, Textarea } from "@mantine/core";
import { IconCheck, IconMessage2Exclamation, IconSend } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { inEnvironment, type ModuleDetail, type ReviewView } from "#lib/contracts";
import { errorMessage, type Locale } from "#lib/kernel";
import { UndecidedNotice } from "../catalog/undecided-notice.tsx";
import { ObstacleNotice } from "../environments/environment-obstacle.tsx";
import type { ModuleActions } from "../modules/module-actions.ts";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Hash } from "../ui/hash.tsx";
import { HelpLink } from "../ui/help-link.tsx";
import { knownError } from "../ui/known-error.ts";
import { Section } from "../ui/page.tsx";
import { EmptyState, Notice } from "../ui/state.tsx";
import { useAction } from "../ui/use-action.ts";
import { ChangesList } from "./changes-list.tsx";
import { PackageTable } from "./package-table.tsx";
import { ReviewColumns } from "./review-columns.tsx";
import { ReviewFacts } from "./review-facts.tsx";
import { ReviewSteps } from "./review-steps.tsx";

/** What a reviewer decides on: what exactly, what changed since the last approval, how each column leaves, what is not covered. */
export function ReviewTab({
  module,
  actions,
  mayRequest,
  mayDecide,
}: {
  module: ModuleDetail;
  actions: Pick<ModuleActions, "requestReview" | "approveRevision" | "requestChanges">;
  mayRequest: boolean;
  mayDecide: boolean;
}) {
  const t = useTranslations("modules");
  const review = module.review;
  const [onlyChanged, setOnlyChanged] = useState(true);
  if (!review) return <EmptyState title={t("noRevisions")} text={t("noRevisionsText")} />;
  const isFirst = review.comparedWith === undefined;
  const first = review.environment === undefined ? "firstReview" : "firstReviewThere";
  const columns =
    onlyChanged && !isFirst ? review.columns.filter((one) => one.change !== "same") : review.columns;
  return (
    <>
      <ReviewFacts review={review} />
      {review.obstacle ? (
        <ObstacleNotice environment={review.environment} obstacle={review.obstacle} />
      ) : null}
      {review.python?.allowUnsandboxed ? (
        <Notice tone="error" title={t("unsandboxed")}>
          {t("unsandboxedText")}
        </Notice>
      ) : null}
      {review.python?.lock ? <PackageTable packages={review.python.lock.packages} /> : null}
      {review.safeHarbor?.undecided ? <UndecidedNotice columns={review.safeHarbor.undecided} chosen /> : null}
      {review.safeHarbor && !review.safeHarbor.undecided ? (
        <Notice tone="warn" title={t("safeHarborUntried")}>
          {t("safeHarborUntriedText")}
        </Notice>
      ) : null}
      <Section
        title={isFirst ? t(first) : t("changesSince", { number: review.comparedWith ?? 0 })}
        hint={t("decidingHint")}
      >
        {isFirst ? (
          <p style={{ margin: 0, color: "var(--ink-2)" }}>{t(`${first}Text`)}</p>
        ) : (
          <ChangesList changes={review.changes} />
        )}
      </Section>
      <Section
        title={t("columnsLeave")}
        aside={
          isFirst ? undefined : (
            <Switch
              size="xs"
              label={t("onlyChanged")}
              checked={onlyChanged}
              onChange={(event) => setOnlyChanged(event.currentTarget.checked)}
            />
          )
        }
      >
        {columns.length === 0 ? (
          <p style={{ margin: 0, color: "var(--ink-3)" }}>{t("noColumnChanged")}</p>
        ) : (
          <ReviewColumns columns={columns} removed={review.removedColumns} />
        )}
      </Section>
      {mayRequest && review.state !== "in-review" && review.state !== "approved" ? (
        <RequestForm review={review} requestReview={actions.requestReview} />
      ) : null}
      {mayDecide ? (
        <Decision key={`${review.environment} ${review.contentHash}`} review={review} actions={actions} />
      ) : null}
      <Section title={t("conversation")}>
        {review.steps.length === 0 ? (
          <p style={{ margin: 0, color: "var(--ink-3)" }}>{t("nobodyAsked")}</p>
        ) : (
          <ReviewSteps steps={review.steps} />
        )}
      </Section>
    </>
  );
}

/** The revision, and where it would run. */
const targetOf = ({ module, revision, environment }: ReviewView) => ({
  module,
  revision,
  ...inEnvironment(environment),
});

function RequestForm({
  review,
  requestReview,
}: {
  review: ReviewView;
  requestReview: ModuleActions["requestReview"];
}) {
  const t = useTranslations("modules");
  const router = useRouter();
  const [comment, setComment] = useState("");
  const { run, isBusy } = useAction(requestReview, {
    success: t("reviewRequested"),
    done: () => router.refresh(),
  });
  return (
    <Section title={t("askForReview")} aside={<HelpLink article="approval" />}>
      <Textarea
        label={t("comment")}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
        autosize
        minRows={2}
        maw={640}
      />
      <Button
        mt="sm"
        leftSection={<IconSend size={15} />}
        loading={isBusy}
        onClick={() => run({ ...targetOf(review), comment: comment.trim() })}
      >
        {t("askForReview")}
      </Button>
    </Section>
  );
}

function Decision({
  review,
  actions,
}: {
  review: ReviewView;
  actions: Pick<ModuleActions, "approveRevision" | "requestChanges">;
}) {
  const t = useTranslations("modules");
  const locale = useLocale() as Locale;
  const router = useRouter();
  const [comment, setComment] = useState("");
  const [seen, setSeen] = useState<readonly string[]>([]);
  const approving = useAction(actions.approveRevision, {
    quiet: true,
    success: t("approved"),
    done: () => router.refresh(),
  });
  const returning = useAction(actions.requestChanges, {
    quiet: true,
    success: t("changesRequested"),
    done: () => router.refresh(),
  });
  const isAllSeen = review.notCovered.every((one) => seen.includes(one.id));
  const target = targetOf(review);
  return (
    <Section title={t("decision")} aside={<HelpLink article="approval" />}>
      {review.notCovered.length > 0 ? (
        <Notice tone="warn" title={t("notCoveredTitle")}>
          <div style={{ display: "grid", gap: 6, marginTop: 4 }}>
            {review.notCovered.map((one) => (
              <Checkbox
                key={one.id}
                label={`${one.table}: ${one.text[locale]}`}
                checked={seen.includes(one.id)}
                onChange={(event) =>
                  setSeen(
                    event.currentTarget.checked ? [...seen, one.id] : seen.filter((id) => id !== one.id),
                  )
                }
              />
            ))}
          </div>
        </Notice>
      ) : null}
      {review.refusal && review.refusal !== review.obstacle?.code ? (
        <div style={{ marginTop: 8 }}>
          <Notice
            tone="warn"
            title={errorMessage(knownError({ code: review.refusal, params: { detail: "" } }), locale)}
          />
        </div>
      ) : null}
      <Textarea
        mt="sm"
        label={t("comment")}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
        autosize
        minRows={2}
        maw={640}
      />
      {approving.error ? <ErrorState error={approving.error} /> : null}
      {returning.error ? <ErrorState error={returning.error} /> : null}
      <Group gap="xs" mt="sm">
        <ConfirmButton
          label={t("approve")}
          variant="filled"
          danger={false}
          leftSection={<IconCheck size={15} />}
          disabled={!review.mayApprove || !isAllSeen || review.state === "approved"}
          title={t("approveTitle", { number: review.revision })}
          text={
            <>
              {t("approveText")} <Hash value={review.contentHash} />
            </>
          }
          isBusy={approving.isBusy}
          confirm={() =>
            approving.run({
              ...target,
              contentHash: review.contentHash,
              comment: comment.trim(),
              acknowledged: [...seen],
            })
          }
        />
        <Button
          variant="default"
          leftSection={<IconMessage2Exclamation size={15} />}
          disabled={comment.trim() === ""}
          loading={returning.isBusy}
          onClick={() => returning.run({ ...target, comment: comment.trim() })}
        >
          {t("requestChanges")}
        </Button>
        {isAllSeen ? null : (
          <span style={{ color: "var(--ink-3)", fontSize: 13 }}>{t("acknowledgeFirst")}</span>
        )}
      </Group>
    </Section>
  );
}
