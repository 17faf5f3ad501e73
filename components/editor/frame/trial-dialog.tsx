"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { inEnvironment } from "#lib/contracts";
import { EnvironmentChoice } from "../../environments/environment-choice.tsx";
import { useEnvironment } from "../../environments/use-environment.ts";
import { SelectField } from "../../fields/select-field.tsx";
import { TextField } from "../../fields/text-field.tsx";
import { givenOf } from "../../runs/given-of.ts";
import { ParameterFields, type WrittenParameters, wrongParameters } from "../../runs/parameter-fields.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog, DialogButtons } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { notify } from "../../ui/notices.ts";
import { Notice } from "../../ui/state.tsx";
import { useAction } from "../../ui/use-action.ts";
import { useEditor } from "../store/editor-context.tsx";
import { draftedParameters } from "./drafted-parameters.ts";
import { isAheadOfRevision } from "./is-ahead.ts";
import { useKeptRevision } from "./kept-revision.ts";

const sizes = ["1000", "10000", "100000", "all"] as const;

/** A trial of the draft as it is now: kept as a revision first, where it is none yet. Nothing is published. */
export function TrialDialog({ close }: { close: () => void }) {
  const t = useTranslations("editor.trial");
  const common = useTranslations("common");
  const format = useFormatter();
  const router = useRouter();
  const editor = useEditor();
  const { name, actions, module, diagnostics, mayEdit } = editor;
  const [size, setSize] = useState<(typeof sizes)[number]>("10000");
  const [message, setMessage] = useState("");
  const [written, setWritten] = useState<WrittenParameters>({});
  const [here] = useEnvironment();
  const [environment, setEnvironment] = useState(here);
  const { keep } = useKeptRevision(editor);
  const newest = module.summary.revision;
  const isAhead = mayEdit && isAheadOfRevision(editor);
  const parameters = isAhead ? draftedParameters(editor.document) : module.parameters;
  const isWrong = wrongParameters(parameters, written).length > 0;
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const isStuck = (isAhead && errors > 0) || (!isAhead && newest === undefined);
  const start = (revision: number) =>
    actions.startRun({
      module: name,
      kind: "trial",
      revision,
      ...inEnvironment(environment),
      ...(size === "all" ? {} : { sample: Number(size) }),
      ...(parameters.length === 0 ? {} : { parameters: givenOf(written) }),
    });
  const begin = () =>
    newest !== undefined && !isAhead
      ? start(newest)
      : keep(editor.latestEtag(), message.trim() || t("message"), start);
  const starting = useAction(begin, {
    quiet: true,
    done: ({ id }) => {
      notify(t("started"), "good", { text: t("openRun"), run: () => router.push(`/runs/${id}`) });
      close();
      // The canvas follows the run from here on.
      router.refresh();
    },
  });
  return (
    <Dialog isOpen close={close} title={t("title")} width={500}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isStuck && !isWrong) starting.run(undefined);
        }}
      >
        <p style={{ marginTop: 0, color: "var(--ink-2)" }}>{t("text")}</p>
        <div style={{ display: "grid", gap: 12, marginBottom: 12 }}>
          {isStuck ? (
            <Notice tone="warn" title={t("stuck", { count: errors })} />
          ) : isAhead ? (
            <TextField
              label={t("revisionFirst", { revision: (newest ?? 0) + 1 })}
              description={t("revisionFirstText")}
              placeholder={t("message")}
              value={message}
              onChange={(event) => setMessage(event.currentTarget.value)}
            />
          ) : (
            <p>{t("ofRevision", { revision: newest ?? 0 })}</p>
          )}
          <SelectField
            label={t("rows")}
            value={size}
            data-autofocus
            onChange={(value) => setSize(sizes.find((one) => one === value) ?? "10000")}
            data={sizes.map((value) => ({
              value,
              label: value === "all" ? t("allRows") : format.number(Number(value)),
            }))}
          />
          <EnvironmentChoice
            module={module}
            value={environment}
            onChange={setEnvironment}
            kind="trial"
            find={actions.findObstacle}
          />
          {parameters.length > 0 ? (
            <ParameterFields declared={parameters} written={written} change={setWritten} />
          ) : null}
        </div>
        {starting.error ? <ErrorState error={starting.error} /> : null}
        <DialogButtons>
          <Button variant="default" onClick={close}>
            {common("cancel")}
          </Button>
          <Button type="submit" disabled={isStuck || isWrong} loading={starting.isBusy}>
            {t("start")}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
