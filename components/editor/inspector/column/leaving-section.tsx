"use client";

import { IconArrowRight } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { type PrivacyClass, privacyClassSchema } from "#lib/contracts";
import { changeColumns, setAnonymization, setMember } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import { Button } from "../../../ui/button.tsx";
import { PrivacyClassTag } from "../../../ui/privacy-class-tag.tsx";
import { SegmentedControl } from "../../../ui/segmented-control.tsx";
import { useSelection } from "../../frame/selection.ts";
import { RuleChoice } from "../../rules/rule-choice.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { useDocumentFields } from "../document-fields.ts";
import classes from "../inspector.module.css";
import { PathFields } from "../path-field.tsx";
import { Section } from "../section.tsx";
import type { ColumnPlace } from "./place.ts";
import { policyMark } from "./policy-mark.ts";

/** How a column relates to a person, and how it is published. */
export function LeavingSection({ place, problems }: { place: ColumnPlace; problems: number }) {
  const t = useTranslations("editor.inspect");
  const { table, column, facts, at } = place;
  return (
    <Section
      id="leaving"
      title={t("section.leaving")}
      stages={["anonymize"]}
      problems={problems}
      aside={column.anonymize?.rule ?? column.hierarchy ?? column.privacyClass}
    >
      <Classes place={place} />
      {facts.pattern && column.privacyClass === undefined ? (
        <p className={classes.hint}>{t("fromPattern", { match: facts.pattern.match })}</p>
      ) : null}
      {facts.isPrimary ? <KeyRule table={table.name} /> : <Rule place={place} at={at} />}
    </Section>
  );
}

function Classes({ place: { table, column, at } }: { place: ColumnPlace }) {
  const t = useTranslations("editor.inspect");
  const { edit, mayEdit } = useEditor();
  const name = useId();
  const choose = (privacyClass: PrivacyClass) =>
    edit(setMember([{ table: table.name, column: column.name }], "privacyClass", privacyClass));
  return (
    <fieldset className={classes.classes} disabled={!mayEdit} data-path={[...at, "privacyClass"].join("/")}>
      <legend className={classes.subtitle}>{t("privacyClass")}</legend>
      {privacyClassSchema.options.map((one) => (
        <label key={one} className={classes.class}>
          <input
            type="radio"
            name={name}
            checked={column.privacyClass === one}
            onChange={() => choose(one)}
          />
          <PrivacyClassTag value={one} />
          <span className={classes.hint}>{t(`classText.${one}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** A primary key has no rule of its own: its strategy is. */
function KeyRule({ table }: { table: string }) {
  const t = useTranslations("editor.inspect");
  const { select } = useSelection();
  return (
    <>
      <p className={classes.hint}>{t("keyRule")}</p>
      <Button
        variant="default"
        size="compact"
        leftSection={<IconArrowRight size={14} />}
        style={{ justifySelf: "start" }}
        onClick={() => select({ table, stage: "keys" })}
      >
        {t("goToKey")}
      </Button>
    </>
  );
}

function Rule({ place: { table, column, where }, at }: { place: ColumnPlace; at: ColumnPlace["at"] }) {
  const t = useTranslations("editor.inspect");
  const locale = useLocale() as Locale;
  const { draft, edit, mayEdit } = useEditor();
  const { part } = useDocumentFields();
  const me = [{ table: table.name, column: column.name }];
  const way = column.json.hierarchy === undefined ? "rule" : "hierarchy";
  const canHierarchy = column.privacyClass === "quasi-identifier" || way === "hierarchy";
  const chooseWay = (next: string) => {
    if (next === way) return;
    if (next === "rule") edit(setAnonymization(me, undefined));
    else {
      const name = draft.hierarchies[0]?.name ?? "";
      const label = `${t("way.hierarchy")}: ${where}`;
      edit(
        changeColumns(me, () => ({ hierarchy: { name }, anonymize: undefined }), { en: label, ru: label }),
      );
    }
  };
  return (
    <>
      <h4 className={classes.subtitle}>{t("anonymization")}</h4>
      {canHierarchy && mayEdit && draft.hierarchies.length > 0 ? (
        <SegmentedControl
          label={t("anonymization")}
          value={way}
          onChange={chooseWay}
          data={(["rule", "hierarchy"] as const).map((one) => ({ value: one, label: t(`way.${one}`) }))}
        />
      ) : null}
      {way === "hierarchy" ? (
        <PathFields at={[...at, "hierarchy"]} where={where} fields={part("hierarchy")} />
      ) : (
        <div data-path={[...at, "anonymize"].join("/")}>
          <RuleChoice
            kind="anonymizer"
            use={column.anonymize?.json}
            path={[...at, "anonymize"]}
            where={where}
            label={t("anonymization")}
            mark={policyMark(draft, column.privacyClass, locale)}
            choose={(rule) => edit(setAnonymization(me, rule === undefined ? undefined : { rule }))}
          />
        </div>
      )}
    </>
  );
}
