"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { parseColumnType } from "#lib/contracts";
import { isObject, type JsonObject, type Path, put } from "#lib/drafting";
import { formatNumber } from "../../../ui/format.ts";
import { useEditor } from "../../store/editor-context.tsx";
import type { ColumnPlace } from "../column/place.ts";
import { useDocumentFields } from "../document-fields.ts";
import classes from "../inspector.module.css";
import { columnValues } from "./column-values.ts";
import { binsOf, outside, placeOf, writtenAt } from "./cut.ts";
import { CutChart } from "./cut-chart.tsx";
import { LookButton } from "./look-button.tsx";
import { useSample } from "./use-sample.ts";

const scalar = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" ? String(value) : undefined;

/** A range drawn on the distribution of its column: which sampled rows fall outside, what becomes of them; moved by hand. */
export function RangeCut({ place, step, path }: { place: ColumnPlace; step: JsonObject; path: Path }) {
  const t = useTranslations("editor.inspect");
  const locale = useLocale();
  const { edit, mayEdit } = useEditor();
  const { choice } = useDocumentFields();
  const { table, column, facts, where } = place;
  const look = useSample(table.name);
  const found = look.sample?.preview;
  const type = parseColumnType(facts.datatype);
  const values = useMemo(() => found && columnValues(found, column.name), [found, column.name]);
  const places = useMemo(
    () =>
      (values ? [...values.accepted, ...values.refused] : []).flatMap(({ value, rows }) => {
        const at = placeOf(value, facts.datatype);
        return at === undefined ? [] : new Array<number>(rows).fill(at);
      }),
    [values, facts.datatype],
  );
  const bins = useMemo(() => binsOf(places), [places]);
  if (!type) return null;
  if (!found) return <LookButton look={look} />;
  const params = isObject(step.with) ? step.with : {};
  const at = (key: "minimum" | "maximum") => {
    const text = scalar(params[key]);
    return text === undefined ? undefined : placeOf(text, facts.datatype);
  };
  const bounds = { minimum: at("minimum"), maximum: at("maximum") };
  const move = (key: "minimum" | "maximum", to: number) => {
    const label = `range: ${where}`;
    edit(
      put(
        [...path, "with", key],
        writtenAt(to, type),
        { en: label, ru: label },
        { keep: path.length, group: [...path, "with", key].join("/") },
      ),
    );
  };
  const policy = choice(typeof step.onViolation === "string" ? step.onViolation : "reject").label;
  if (!values) {
    const violated = found.rules
      .filter((rule) => rule.column === column.name && rule.rule === "range")
      .reduce((sum, rule) => sum + rule.violated, 0);
    return (
      <>
        <p className={classes.hint}>{t("cutHidden", { violated, rows: found.sample.rows, policy })}</p>
        <LookButton look={look} />
      </>
    );
  }
  if (bins.length === 0) return <p className={classes.hint}>{t("cutNothing")}</p>;
  const out = outside(places, bounds.minimum, bounds.maximum);
  return (
    <div className={classes.group}>
      <CutChart
        bins={bins}
        type={type}
        bounds={bounds}
        move={mayEdit ? move : undefined}
        label={t("cutLabel", { column: where })}
      />
      <p className={classes.hint} role="status">
        {t("cutOutside", {
          count: formatNumber(out, locale),
          rows: formatNumber(places.length, locale),
          policy,
        })}
      </p>
      <LookButton look={look} />
    </div>
  );
}
