"use client";

import { useTranslations } from "next-intl";
import { checks, normalizers, nullStrategies } from "#lib/column-rules";
import { addRule, setMember } from "#lib/drafting";
import type { RuleUse } from "#lib/metadata";
import { useEditor } from "../../store/editor-context.tsx";
import { doFitting, type Outcome } from "../model/edits.ts";
import { fitsCheck, fitsNormalizer, fitsNulls } from "../model/fits.ts";
import type { ColumnRow } from "../model/rows.ts";
import { RulePicker } from "./rule-picker.tsx";

/** A cleansing rule more for columns, or what happens to their gaps. */
export function CleansePicker({
  rows,
  isNulls,
  done,
  close,
}: {
  rows: readonly ColumnRow[];
  isNulls: boolean;
  done: (outcome: Outcome) => void;
  close: () => void;
}) {
  const t = useTranslations("editor.grid");
  const { mayEdit } = useEditor();
  const [only] = rows;
  const judge = (fits: typeof fitsNulls, id: string) =>
    rows.length === 1 && only ? fits(only, { rule: id }) : undefined;
  const options = isNulls
    ? nullStrategies.map(({ id, docs, params }) => ({
        id,
        group: "nulls",
        ...docs,
        params,
        misfit: judge(fitsNulls, id),
      }))
    : [
        ...normalizers.map(({ id, docs, params }) => ({
          // Both lists have a rule that rounds, and their names must differ here.
          id: `normalizer:${id}`,
          group: "normalizers",
          ...docs,
          params,
          misfit: judge(fitsNormalizer, id),
        })),
        ...checks.map(({ id, docs, params }) => ({
          id: `check:${id}`,
          group: "checks",
          ...docs,
          params,
          misfit: judge(fitsCheck, id),
        })),
      ];
  const apply = (use: RuleUse | undefined) => {
    if (isNulls) {
      const rule = use && { ...use };
      done(
        doFitting(
          rows,
          (row) => (use ? fitsNulls(row, use) : undefined),
          (fitting) => setMember(fitting, "nulls", rule),
        ),
      );
      return;
    }
    const [kind, id] = use?.rule.split(":") ?? [];
    if (!use || id === undefined) return;
    const rule = { ...use, rule: id };
    const isCheck = kind === "check";
    done(
      doFitting(
        rows,
        (row) => (isCheck ? fitsCheck(row, rule) : fitsNormalizer(row, rule)),
        (fitting) => addRule(fitting, isCheck ? "checks" : "normalize", rule),
      ),
    );
  };
  const title = { count: rows.length, column: only ? `${only.table}.${only.column}` : "" };
  return (
    <RulePicker
      title={t(isNulls ? "nullsTitle" : "cleanseTitle", title)}
      isReadOnly={!mayEdit}
      options={options}
      groups={{ normalizers: t("normalizers"), checks: t("checks"), nulls: t("nullStrategies") }}
      current={isNulls && rows.length === 1 ? only?.own.nulls : undefined}
      apply={apply}
      close={close}
    />
  );
}
