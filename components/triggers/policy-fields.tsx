"use client";

import { useTranslations } from "next-intl";
import {
  alertKindIds,
  catchUpIds,
  latestMinutes,
  longestRetryWait,
  mostCaughtUp,
  mostRetries,
  overlapIds,
  type Person,
} from "#lib/contracts";
import { SelectField } from "../fields/select-field.tsx";
import { TextField } from "../fields/text-field.tsx";
import { TickField } from "../fields/tick-field.tsx";
import { Button } from "../ui/button.tsx";
import type { TriggerForm } from "./trigger-form.ts";
import classes from "./triggers.module.css";

export interface FormPart {
  readonly form: TriggerForm;
  readonly put: (change: Partial<TriggerForm>) => void;
}

/** What is missed, what overlaps, what failed. */
export function PolicyFields({ form, put }: FormPart) {
  const t = useTranslations("triggers");
  const number = (value: string, change: (text: string) => void, max: number, min: number) => ({
    type: "number",
    value,
    min,
    max,
    required: true,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => change(event.currentTarget.value),
  });
  return (
    <details className={classes.group}>
      <summary>{t("missed")}</summary>
      <div className={classes.inside}>
        {form.kind === "schedule" ? (
          <div className={classes.pair}>
            <SelectField
              label={t("catchUp")}
              data={catchUpIds.map((value) => ({ value, label: t(`catchUpOf.${value}`) }))}
              value={form.catchUp}
              onChange={(value) => put({ catchUp: catchUpIds.find((one) => one === value) ?? form.catchUp })}
            />
            {form.catchUp === "all" ? (
              <TextField
                label={t("catchUpMost")}
                {...number(form.catchUpMost, (catchUpMost) => put({ catchUpMost }), mostCaughtUp, 1)}
              />
            ) : null}
          </div>
        ) : null}
        <SelectField
          label={t("overlap")}
          data={overlapIds.map((value) => ({ value, label: t(`overlapOf.${value}`) }))}
          value={form.overlap}
          onChange={(value) => put({ overlap: overlapIds.find((one) => one === value) ?? form.overlap })}
        />
        <div className={classes.pair}>
          <TextField
            label={t("retries")}
            {...number(form.retries, (retries) => put({ retries }), mostRetries, 0)}
          />
          <TextField
            label={t("firstSeconds")}
            {...number(form.firstSeconds, (firstSeconds) => put({ firstSeconds }), longestRetryWait, 1)}
          />
          <TextField
            label={t("mostSeconds")}
            {...number(form.mostSeconds, (mostSeconds) => put({ mostSeconds }), longestRetryWait, 1)}
          />
        </div>
        <span className={classes.hint}>{t("retriesHint")}</span>
      </div>
    </details>
  );
}

const toggled = <T,>(all: readonly T[], one: T, isOn: boolean): readonly T[] =>
  isOn ? [...all.filter((other) => other !== one), one] : all.filter((other) => other !== one);

/** Who is told of what. */
export function AlertFields({
  form,
  put,
  people,
  owner,
}: FormPart & { people: readonly Person[]; owner: Person | undefined }) {
  const t = useTranslations("triggers");
  return (
    <details className={classes.group}>
      <summary>{t("alerts")}</summary>
      <div className={classes.inside}>
        <div className={classes.ticks}>
          {alertKindIds.map((kind) => (
            <TickField
              key={kind}
              label={t(`alertOf.${kind}`)}
              checked={form.alertsOn.includes(kind)}
              onChange={(isOn) => put({ alertsOn: toggled(form.alertsOn, kind, isOn) })}
            />
          ))}
        </div>
        {form.alertsOn.includes("late") ? (
          <TextField
            label={t("lateAfter")}
            type="number"
            min={1}
            max={latestMinutes}
            required
            value={form.lateAfter}
            onChange={(event) => put({ lateAfter: event.currentTarget.value })}
          />
        ) : null}
        <fieldset className={classes.group} style={{ borderTop: 0, paddingTop: 0 }}>
          <legend>{t("people")}</legend>
          <span className={classes.hint}>
            {t("peopleHint")}
            {owner ? ` (${owner.name})` : ""}
          </span>
          <div className={classes.ticks}>
            {people.map((one) => (
              <TickField
                key={one.id}
                label={one.name}
                checked={form.people.includes(one.id)}
                onChange={(isOn) => put({ people: toggled(form.people, one.id, isOn) })}
              />
            ))}
          </div>
        </fieldset>
        {form.host === "" ? null : (
          <p className={classes.hint}>
            {t("urlKept", { host: form.host })}{" "}
            <Button variant="subtle" size="compact" onClick={() => put({ host: "" })}>
              {t("urlDrop")}
            </Button>
          </p>
        )}
        <TextField
          label={t(form.host === "" ? "url" : "urlOther")}
          description={t("urlHint")}
          type="url"
          placeholder="https://"
          value={form.url}
          onChange={(event) => put({ url: event.currentTarget.value })}
        />
      </div>
    </details>
  );
}

/** Which modules' versions start it. */
export function UpstreamFields({ form, put, modules }: FormPart & { modules: readonly string[] }) {
  const t = useTranslations("triggers");
  return (
    <>
      <fieldset className={classes.group} style={{ borderTop: 0, paddingTop: 0 }}>
        <legend>{t("upstreams")}</legend>
        {modules.length === 0 ? <span className={classes.hint}>{t("noModules")}</span> : null}
        <div className={classes.ticks}>
          {modules.map((name) => (
            <TickField
              key={name}
              label={name}
              checked={form.upstreams.includes(name)}
              onChange={(isOn) => put({ upstreams: toggled(form.upstreams, name, isOn) })}
            />
          ))}
        </div>
      </fieldset>
      <SelectField
        label={t("when")}
        data={(["any", "all"] as const).map((value) => ({ value, label: t(value) }))}
        value={form.when}
        onChange={(value) => put({ when: value === "all" ? "all" : "any" })}
      />
    </>
  );
}
