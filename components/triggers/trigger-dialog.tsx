"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { ModuleTriggers, TriggerSecrets, TriggerView } from "#lib/contracts";
import { EnvironmentField } from "../environments/environment-field.tsx";
import { SelectField } from "../fields/select-field.tsx";
import { TextField } from "../fields/text-field.tsx";
import { ParameterFields, wrongParameters } from "../runs/parameter-fields.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogButtons } from "../ui/dialog.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { ErrorText } from "../ui/error-text.tsx";
import { useAction } from "../ui/use-action.ts";
import { AlertFields, PolicyFields, UpstreamFields } from "./policy-fields.tsx";
import ScheduleTimes from "./schedule-times.tsx";
import type { TriggerActions } from "./trigger-actions.ts";
import { declaredFor, formOf, newForm, settingsOf, type TriggerForm } from "./trigger-form.ts";
import classes from "./triggers.module.css";

const presets = {
  nightly: "0 3 * * *",
  weekdays: "0 6 * * 1-5",
  weekly: "0 6 * * 1",
  monthly: "0 5 1 * *",
  hourly: "0 * * * *",
} as const;
const presetIds = Object.keys(presets) as (keyof typeof presets)[];

/** The form of a trigger, a new one or one that is there. */
export default function TriggerDialog({
  page,
  trigger,
  kind,
  save,
  close,
  done,
}: {
  page: ModuleTriggers;
  trigger?: TriggerView | undefined;
  kind: TriggerForm["kind"];
  save: TriggerActions["save"];
  close: () => void;
  done: (secrets: TriggerSecrets) => void;
}) {
  const t = useTranslations("triggers");
  const common = useTranslations("common");
  const zones = useId();
  const [form, setForm] = useState<TriggerForm>(() =>
    trigger
      ? formOf(trigger.name, trigger.settings, page.people)
      : newForm(kind, t(`nameOf.${kind}`), Intl.DateTimeFormat().resolvedOptions().timeZone),
  );
  const put = (change: Partial<TriggerForm>) => setForm((before) => ({ ...before, ...change }));
  const saving = useAction(save, { quiet: true, success: t("saved"), done });
  const field = saving.error?.place?.path;
  const isOptional = kind === "webhook";
  const declared = declaredFor(page.parameters, form);
  const isWrong =
    wrongParameters(declared, form.parameters, isOptional).length > 0 ||
    (kind === "versions" && form.upstreams.length === 0);
  const errorAt = (path: string) =>
    saving.error && field === path ? <ErrorText error={saving.error} /> : undefined;
  return (
    <Dialog
      isOpen
      close={close}
      width={640}
      title={
        trigger
          ? t("editTitle", { name: trigger.name })
          : t(kind === "schedule" ? "newSchedule" : kind === "webhook" ? "newHook" : "newVersions")
      }
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          saving.run({
            module: page.module.name,
            ...(trigger ? { id: trigger.id } : {}),
            name: form.name,
            settings: settingsOf(form, declared),
          });
        }}
      >
        <TextField
          label={t("name")}
          value={form.name}
          maxLength={80}
          required
          onChange={(event) => put({ name: event.currentTarget.value })}
        />
        {kind === "schedule" ? (
          <>
            <div className={classes.pair}>
              <TextField
                label={t("cron")}
                description={t("cronHint")}
                error={errorAt("cron")}
                value={form.cron}
                required
                autoComplete="off"
                spellCheck={false}
                data-autofocus
                onChange={(event) => put({ cron: event.currentTarget.value })}
              />
              <TextField
                label={t("timeZone")}
                description={t("timeZoneHint")}
                error={errorAt("timeZone")}
                value={form.timeZone}
                list={zones}
                required
                autoComplete="off"
                onChange={(event) => put({ timeZone: event.currentTarget.value })}
              />
            </div>
            <div className={classes.presets}>
              {t("preset")}:
              {presetIds.map((id) => (
                <Button key={id} variant="subtle" size="compact" onClick={() => put({ cron: presets[id] })}>
                  {t(`presets.${id}`)}
                </Button>
              ))}
            </div>
            <datalist id={zones}>
              {Intl.supportedValuesOf("timeZone").map((zone) => (
                <option key={zone} value={zone} />
              ))}
            </datalist>
            <ScheduleTimes cron={form.cron} timeZone={form.timeZone} />
          </>
        ) : null}
        {kind === "versions" ? <UpstreamFields form={form} put={put} modules={page.modules} /> : null}
        {errorAt("upstreams")}
        <div className={classes.pair}>
          <SelectField
            label={t("runKind")}
            description={form.runKind === "trial" ? t("trialHint") : undefined}
            data={(["publication", "trial"] as const).map((value) => ({ value, label: t(value) }))}
            value={form.runKind}
            onChange={(value) => put({ runKind: value === "trial" ? "trial" : "publication" })}
          />
          {form.runKind === "trial" ? (
            <TextField
              label={t("sample")}
              description={t("sampleHint")}
              type="number"
              min={1}
              max={10_000_000}
              value={form.sample}
              onChange={(event) => put({ sample: event.currentTarget.value })}
            />
          ) : null}
        </div>
        <EnvironmentField
          environments={page.environments}
          value={form.environment === "" ? undefined : form.environment}
          onChange={(environment) => put({ environment: environment ?? "" })}
        />
        {declared.length > 0 ? (
          <fieldset className={classes.group}>
            <legend>{t("parameters")}</legend>
            <ParameterFields
              declared={declared}
              written={form.parameters}
              change={(parameters) => put({ parameters })}
              timeZone={kind === "schedule" ? form.timeZone : "UTC"}
              isOptional={isOptional}
            />
          </fieldset>
        ) : null}
        <PolicyFields form={form} put={put} />
        <AlertFields form={form} put={put} people={page.people} owner={page.owner} />
        {saving.error && !["cron", "timeZone", "upstreams"].includes(field ?? "") ? (
          <ErrorState error={saving.error} />
        ) : null}
        <DialogButtons>
          <Button variant="default" onClick={close}>
            {common("cancel")}
          </Button>
          <Button type="submit" loading={saving.isBusy} disabled={isWrong}>
            {trigger ? t("save") : t(`create.${kind}`)}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
