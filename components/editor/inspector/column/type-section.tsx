"use client";

import { useTranslations } from "next-intl";
import { columnTypeNames, formatColumnType, parseColumnType } from "#lib/contracts";
import { put } from "#lib/drafting";
import { SelectField } from "../../../fields/select-field.tsx";
import { TextField } from "../../../fields/text-field.tsx";
import { rulesIn } from "../../rules/column-facts.ts";
import { StepList } from "../../rules/step-list.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { castFailures, useDocumentFields } from "../document-fields.ts";
import classes from "../inspector.module.css";
import { PathFields } from "../path-field.tsx";
import { Section } from "../section.tsx";
import { useErrorAt } from "../use-inspected.ts";
import { useShowData } from "../use-show-data.ts";
import type { ColumnPlace } from "./place.ts";

/** The most digits that the engine keeps exactly. */
const mostDigits = 38;

/** What a column's values are, how their texts become that, and what happens to those that cannot. */
export function TypeSection({ place, problems }: { place: ColumnPlace; problems: number }) {
  const t = useTranslations("editor.inspect");
  const { field, choices } = useDocumentFields();
  const showData = useShowData();
  const { table, column, facts, at, where } = place;
  const fromPattern = column.json.normalize === undefined ? rulesIn(facts.pattern?.json, "normalize") : [];
  return (
    <Section
      id="type"
      title={t("section.type")}
      stages={["cleanse"]}
      problems={problems}
      aside={facts.datatype}
    >
      <TypeFields place={place} />
      <h4 className={classes.subtitle}>{t("normalizers")}</h4>
      {fromPattern.length > 0 && facts.pattern ? (
        <p className={classes.hint}>
          {t("rulesFromPattern", {
            match: facts.pattern.match,
            rules: fromPattern.map(({ rule }) => String(rule)).join(", "),
          })}
        </p>
      ) : null}
      <StepList
        kind="normalizer"
        steps={column.normalize}
        at={{ path: [...at, "normalize"], where }}
        label={t("normalizers")}
        addLabel={t("addNormalizer")}
        seeData={showData && (() => showData(table.name, "cleanse"))}
      />
      <PathFields
        at={at}
        where={where}
        fields={[
          field("onCastFailure", "choice", { options: choices(castFailures), initial: "reject" }),
          ...(column.json.onCastFailure === "default"
            ? [field("default", "scalar", { also: ["number", "boolean"], mayBeEmpty: true })]
            : []),
        ]}
      />
    </Section>
  );
}

function TypeFields({ place: { column, facts, at, where } }: { place: ColumnPlace }) {
  const t = useTranslations("editor.inspect");
  const { edit, mayEdit } = useEditor();
  const errorAt = useErrorAt();
  const type = parseColumnType(facts.datatype);
  const path = [...at, "datatype"];
  const label = `${t("datatype")}: ${where}`;
  const write = (next: string | undefined) =>
    edit(put(path, next, { en: label, ru: label }, { keep: at.length, group: path.join("/") }));
  const isOwn = column.datatype !== undefined;
  return (
    <div data-path={path.join("/")} className={classes.group}>
      <SelectField
        label={t("datatype")}
        description={isOwn ? undefined : t("datatypeNotSaid", { type: facts.datatype })}
        error={errorAt(path)}
        data={columnTypeNames.map((name) => ({ value: name, label: name }))}
        value={isOwn ? (type?.name ?? "") : ""}
        isOptional
        disabled={!mayEdit}
        onChange={(name) => write(name === "" ? undefined : name === "decimal" ? "decimal(18,2)" : name)}
      />
      {isOwn && type?.name === "decimal" ? (
        <div className={classes.two}>
          <TextField
            label={t("precision")}
            type="number"
            min={1}
            max={mostDigits}
            value={type.precision}
            disabled={!mayEdit}
            onChange={({ currentTarget: { valueAsNumber: precision } }) => {
              const isPossible = precision >= Math.max(1, type.scale) && precision <= mostDigits;
              if (isPossible) write(formatColumnType({ ...type, precision }));
            }}
          />
          <TextField
            label={t("scale")}
            type="number"
            min={0}
            max={type.precision}
            value={type.scale}
            disabled={!mayEdit}
            onChange={({ currentTarget: { valueAsNumber: scale } }) => {
              if (scale >= 0 && scale <= type.precision) write(formatColumnType({ ...type, scale }));
            }}
          />
        </div>
      ) : null}
    </div>
  );
}
