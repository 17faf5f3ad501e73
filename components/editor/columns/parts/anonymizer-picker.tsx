"use client";

import { IconCheck, IconX } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { JsonObject } from "#lib/drafting";
import { Notice } from "../../../ui/state.tsx";
import { Tag } from "../../../ui/tag.tsx";
import { draftDocument } from "../../store/draft-document.ts";
import { useEditor } from "../../store/editor-context.tsx";
import type { Suggestion } from "../grid/cell-props.ts";
import { anonymizerOptions, type Definition, factsOf } from "../model/anonymizer-options.ts";
import { anonymizeFitting, keepFitting, type Outcome } from "../model/edits.ts";
import { fitsAnonymizer } from "../model/fits.ts";
import { type ColumnRow, linkedTo, rowsOf } from "../model/rows.ts";
import { FitCount } from "./fit-count.tsx";
import { RuleDialog } from "./rule-dialog.tsx";
import { RuleSamples } from "./rule-samples.tsx";

/** How columns are published: one rule for all of them, for a foreign key the rule of the key it references. */
export function AnonymizerPicker({
  rows,
  suggestion,
  done,
  close,
}: {
  rows: readonly ColumnRow[];
  suggestion: Suggestion | undefined;
  done: (outcome: Outcome) => void;
  close: () => void;
}) {
  const t = useTranslations("editor.grid");
  const { draft, mayEdit } = useEditor();
  const all = rowsOf(draft);
  const [only] = rows;
  const isForeign = rows.length === 1 && only?.parent !== undefined;
  const key = only?.effective.key;
  // A foreign key's rule is decided where its key is; of many columns, one that decides for itself stands for all.
  const home =
    isForeign && key
      ? all.find(({ table, column }) => table === key.table && column === key.column)
      : (rows.find(({ parent, isPrimary }) => !parent && !isPrimary) ?? only);
  const document = draftDocument(draft);
  const options = useMemo(
    () =>
      home
        ? anonymizerOptions(document, home, suggestion?.anonymize && { rule: suggestion.anonymize.rule })
        : [],
    [document, home, suggestion],
  );
  if (!only || !home) return null;
  const targets = isForeign ? [home] : rows;
  const linked = rows.length === 1 && home.isPrimary ? linkedTo(all, home) : [];
  const definitions = new Map<string, Definition>(
    options.map(({ definition }) => [definition.id, definition]),
  );
  const title =
    rows.length > 1
      ? t("anonymizeMany", { count: rows.length })
      : t("anonymizeOne", { column: `${only.table}.${only.column}` });
  return (
    <RuleDialog
      title={title}
      isReadOnly={!mayEdit}
      lead={
        isForeign || linked.length > 0 ? (
          <Notice
            title={
              isForeign
                ? t("linkedForeign", { column: `${home.table}.${home.column}`, count: linked.length })
                : t("linkedKey", { count: linked.length })
            }
          >
            {linked.map(({ table, column }) => `${table}.${column}`).join(", ")}
          </Notice>
        ) : null
      }
      options={options.map(({ definition, group, misfit }) => ({
        id: definition.id,
        kind: definition.kind === "key-strategy" ? "key" : "anonymizer",
        group,
        definition,
        // Of many columns those that fit are done, and the others are told.
        misfit: rows.length > 1 ? undefined : misfit,
      }))}
      place={{ table: draft.tables[home.tableIndex], datatype: home.effective.datatype }}
      groups={{ recommended: t("recommended"), keys: t("forKeys"), all: t("allRules") }}
      current={rows.length === 1 ? home.effective.anonymize : undefined}
      about={({ id }, given) => {
        const definition = definitions.get(id);
        return definition ? (
          <>
            <Facts definition={definition} given={given} />
            {rows.length > 1 ? (
              <FitCount
                rows={rows}
                misfit={(row) => fitsAnonymizer({ document }, row, { rule: id, with: given })}
              />
            ) : null}
            <RuleSamples definition={definition} given={given} row={home} isOneOfMany={rows.length > 1} />
          </>
        ) : null;
      }}
      applyLabel={isForeign || linked.length > 0 ? t("applyLinked", { count: linked.length }) : undefined}
      apply={(chosen) => done(chosen ? anonymizeFitting(draft, targets, chosen.use) : keepFitting(targets))}
      close={close}
    />
  );
}

/** What a rule promises, in words and pictures. */
function Facts({ definition, given }: { definition: Definition; given: JsonObject }) {
  const t = useTranslations("editor.grid");
  const { isReversible, isDeterministic, uniqueness, keepsJoins } = factsOf(definition, given);
  const yesNo = (is: boolean | undefined, yes: string, no: string, isGood: boolean) =>
    is === undefined ? null : (
      <Tag tone={is === isGood ? "good" : "idle"} icon={is ? IconCheck : IconX}>
        {is ? yes : no}
      </Tag>
    );
  return (
    <div style={{ display: "flex", flexWrap: "wrap", gap: 6, marginBottom: 10 }}>
      {yesNo(isReversible, t("reversible"), t("irreversible"), false)}
      {yesNo(isDeterministic, t("deterministic"), t("random"), true)}
      {keepsJoins === undefined ? (
        <Tag tone="idle">{t("joinsDepend")}</Tag>
      ) : (
        yesNo(keepsJoins, t("keepsJoins"), t("breaksJoins"), true)
      )}
      {uniqueness ? <Tag tone="idle">{t(`uniqueness.${uniqueness}`)}</Tag> : null}
    </div>
  );
}
