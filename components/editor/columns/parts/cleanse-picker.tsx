"use client";

import { useTranslations } from "next-intl";
import { checks, normalizers, nullStrategies } from "#lib/column-rules";
import { addRule, setMember } from "#lib/drafting";
import type { RuleUse } from "#lib/metadata";
import type { RuleDefinition } from "../../rules/rule-kinds.ts";
import { useEditor } from "../../store/editor-context.tsx";
import { doFitting, type Outcome } from "../model/edits.ts";
import { fitsCheck, fitsNormalizer, fitsNulls } from "../model/fits.ts";
import type { ColumnRow } from "../model/rows.ts";
import { FitCount } from "./fit-count.tsx";
import { RuleDialog, type RuleOption } from "./rule-dialog.tsx";

const fits = { normalizer: fitsNormalizer, check: fitsCheck, nulls: fitsNulls } as const;
type Kind = keyof typeof fits;
const isKind = (kind: RuleOption["kind"]): kind is Kind => Object.hasOwn(fits, kind);

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
  const { draft, mayEdit } = useEditor();
  const [only] = rows;
  const optionsOf = (kind: Kind, all: readonly RuleDefinition[]): readonly RuleOption[] =>
    all.map((definition) => ({
      // Normalizers and checks may have one name.
      id: kind === "nulls" ? definition.id : `${kind}:${definition.id}`,
      kind,
      group: kind,
      definition,
      misfit: rows.length === 1 && only ? fits[kind](only, { rule: definition.id }) : undefined,
    }));
  const options = isNulls
    ? optionsOf("nulls", nullStrategies)
    : [...optionsOf("normalizer", normalizers), ...optionsOf("check", checks)];
  const apply = (chosen: { readonly option: RuleOption; readonly use: RuleUse } | undefined) => {
    if (!chosen) {
      done(
        doFitting(
          rows,
          () => undefined,
          (fitting) => setMember(fitting, "nulls", undefined),
        ),
      );
      return;
    }
    const { option, use } = chosen;
    const rule = { ...use };
    done(
      doFitting(
        rows,
        (row) => fits[option.kind === "check" ? "check" : isNulls ? "nulls" : "normalizer"](row, use),
        (fitting) =>
          option.kind === "nulls"
            ? setMember(fitting, "nulls", rule)
            : addRule(fitting, option.kind === "check" ? "checks" : "normalize", rule),
      ),
    );
  };
  const title = { count: rows.length, column: only ? `${only.table}.${only.column}` : "" };
  return (
    <RuleDialog
      title={t(isNulls ? "nullsTitle" : "cleanseTitle", title)}
      isReadOnly={!mayEdit}
      options={options}
      groups={{ normalizer: t("normalizers"), check: t("checks"), nulls: t("nullStrategies") }}
      place={{
        table: only && draft.tables[only.tableIndex],
        datatype: rows.length === 1 ? only?.effective.datatype : undefined,
      }}
      current={isNulls && rows.length === 1 ? only?.own.nulls : undefined}
      about={({ kind, definition }, given) =>
        rows.length > 1 && isKind(kind) ? (
          <FitCount rows={rows} misfit={(row) => fits[kind](row, { rule: definition.id, with: given })} />
        ) : null
      }
      apply={apply}
      close={close}
    />
  );
}
