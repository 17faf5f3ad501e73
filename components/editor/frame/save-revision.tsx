"use client";

import { IconCircleCheck, IconCircleX, IconDeviceFloppy } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { can } from "#lib/access";
import { inEnvironment } from "#lib/contracts";
import { type ErrorData, ok, type Result } from "#lib/kernel";
import { EnvironmentChoice } from "../../environments/environment-choice.tsx";
import { useEnvironment } from "../../environments/use-environment.ts";
import { TextArea } from "../../fields/text-area.tsx";
import { TickField } from "../../fields/tick-field.tsx";
import { ChangesList } from "../../reviews/changes-list.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog, DialogButtons } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { notify } from "../../ui/notices.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useAction } from "../../ui/use-action.ts";
import { useLoaded } from "../../ui/use-loaded.ts";
import { type Editor, useEditor } from "../store/editor-context.tsx";
import { isAheadOfRevision } from "./is-ahead.ts";
import { useKeptRevision } from "./kept-revision.ts";
import classes from "./save-revision.module.css";

/** Keeps the draft as an immutable revision and, unless told otherwise, asks for its review: after a look at what stands in the way and what changed. */
export function SaveRevision() {
  const t = useTranslations("editor.revision");
  const editor = useEditor();
  const [isOpen, setOpen] = useState(false);
  const isAhead = isAheadOfRevision(editor);
  return (
    <>
      <Button
        leftSection={<IconDeviceFloppy size={15} />}
        disabled={!isAhead || !editor.mayEdit}
        onClick={async () => {
          await editor.flush();
          setOpen(true);
        }}
      >
        {t("saveRevision")}
      </Button>
      <Dialog isOpen={isOpen} close={() => setOpen(false)} title={t("saveRevision")} width={620}>
        <SaveRevisionForm editor={editor} close={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

/** The message of a revision, whether its review is asked for, and where it is to run. */
export function SaveRevisionForm({ editor, close }: { editor: Editor; close: () => void }) {
  const t = useTranslations("editor.revision");
  const common = useTranslations("common");
  const router = useRouter();
  const { name, actions, module, diagnostics } = editor;
  const { etag } = editor.state.session.synced;
  const errors = diagnostics.filter((one) => one.severity === "error").length;
  const mayAsk = can(editor.role, "reviews:request");
  const [message, setMessage] = useState("");
  const [asks, setAsks] = useState(mayAsk);
  const [here] = useEnvironment();
  const [environment, setEnvironment] = useState(here);
  const { keptAs, keep } = useKeptRevision(editor);
  const kept = keptAs(etag);
  const comment = message.trim();
  const ask = async (revision: number): Promise<Result<string, ErrorData>> => {
    if (!asks) return ok(t("revisionSaved", { revision }));
    const where = inEnvironment(environment);
    const asked = await actions.requestReview({ module: name, revision, comment, ...where });
    return asked.ok ? ok(t("reviewAsked")) : asked;
  };
  const saving = useAction(() => keep(etag, comment, ask), {
    quiet: true,
    done: (text) => {
      notify(text, "good");
      close();
      router.refresh();
    },
  });
  const { revision } = module.summary;
  return (
    <>
      <ul className={classes.checks}>
        <Check isMet={errors === 0}>
          {errors === 0 ? t("checkNoProblems") : t("checkProblems", { count: errors })}
        </Check>
        <Check isMet={editor.draft.stores.length > 0} isOptional>
          {editor.draft.stores.length > 0
            ? t("checkStores", { stores: editor.draft.stores.join(", ") })
            : t("checkNoStores")}
        </Check>
      </ul>
      {revision === undefined ? (
        <p className={classes.hint}>{t("firstRevision")}</p>
      ) : (
        <Changes editor={editor} revision={revision} etag={etag} />
      )}
      {kept === undefined ? null : <p className={classes.hint}>{t("revisionSaved", { revision: kept })}</p>}
      {saving.error ? <ErrorState error={saving.error} /> : null}
      <TextArea
        label={t("message")}
        placeholder={t("messagePlaceholder")}
        rows={2}
        value={message}
        data-autofocus
        onChange={(event) => setMessage(event.currentTarget.value)}
      />
      {mayAsk ? (
        <div className={classes.ask}>
          <TickField
            label={t("askForReview")}
            description={t("askForReviewText")}
            checked={asks}
            onChange={setAsks}
          />
          {asks ? (
            <EnvironmentChoice
              module={module}
              value={environment}
              onChange={setEnvironment}
              kind="publication"
              find={actions.findObstacle}
            />
          ) : null}
        </div>
      ) : null}
      <DialogButtons>
        <Button variant="default" onClick={close}>
          {common("cancel")}
        </Button>
        <Button loading={saving.isBusy} disabled={errors > 0} onClick={() => saving.run(undefined)}>
          {t(!asks ? "save" : kept === undefined ? "saveAndAsk" : "askForReview")}
        </Button>
      </DialogButtons>
    </>
  );
}

function Check({
  isMet,
  isOptional = false,
  children,
}: {
  isMet: boolean;
  isOptional?: boolean;
  children: string;
}) {
  const Icon = isMet ? IconCircleCheck : IconCircleX;
  return (
    <li>
      <Icon
        size={16}
        aria-hidden
        color={isMet ? "var(--good)" : isOptional ? "var(--ink-3)" : "var(--bad)"}
      />
      {children}
    </li>
  );
}

/** What the draft changes of the newest revision, in words. */
function Changes({ editor, revision, etag }: { editor: Editor; revision: number; etag: number }) {
  const t = useTranslations("editor.revision");
  const { name, actions } = editor;
  const answer = useLoaded(`${name} ${revision} ${etag}`, () =>
    actions.diffRevisions({ module: name, from: revision, to: "draft" }),
  );
  if (answer.state === "pending") return <Skeleton height={80} />;
  if (answer.state === "failed") return <ErrorState error={answer.error} />;
  return (
    <section aria-label={t("changes", { revision })} className={classes.changes}>
      <h3>{t("changes", { revision })}</h3>
      <ChangesList changes={answer.value.changes} />
    </section>
  );
}
