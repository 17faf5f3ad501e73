"use client";

import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { privacyClassSchema } from "#lib/contracts";
import { changePattern, type DraftPattern, type DraftRule, type Json, type JsonObject } from "#lib/drafting";
import type { RuleUse } from "#lib/metadata";
import { SelectField } from "../../../fields/select-field.tsx";
import { TextField } from "../../../fields/text-field.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { definitionsOf } from "../../rules/rule-kinds.ts";
import { useEditor } from "../../store/editor-context.tsx";
import { typesFor } from "../grid/edited-cell.tsx";
import classes from "./patterns-dialog.module.css";
import { RuleDialog } from "./rule-dialog.tsx";

type Part = "normalize" | "checks" | "nulls" | "anonymize";
const parts = ["normalize", "nulls", "checks", "anonymize"] as const satisfies readonly Part[];
const lists: readonly Part[] = ["normalize", "checks"];

const kinds = { normalize: "normalizer", checks: "check", nulls: "nulls", anonymize: "anonymizer" } as const;

/** What a pattern gives to the columns whose names fit; each change is in the draft at once. */
export function PatternForm({ pattern }: { pattern: DraftPattern }) {
  const t = useTranslations("editor.grid");
  const common = useTranslations("common");
  const { edit, mayEdit } = useEditor();
  const [picked, setPicked] = useState<Part>();
  const put = (member: string, value: Json | undefined) => {
    const { [member]: _old, ...rest } = pattern.json;
    edit(changePattern(pattern.index, value === undefined ? rest : { ...rest, [member]: value }));
  };
  return (
    <>
      <fieldset className={classes.fields} disabled={!mayEdit} style={{ border: 0, margin: 0, padding: 0 }}>
        <TextField
          label={t("patternMatch")}
          description={t("patternMatchHelp")}
          value={pattern.match}
          onChange={(event) => put("match", event.currentTarget.value)}
        />
        <SelectField
          label={t("column.type")}
          description={t("patternTypeHelp")}
          isOptional
          data={typesFor(pattern.datatype ?? "")
            .concat(typesFor(""))
            .filter((one, at, all) => all.findIndex(({ value }) => value === one.value) === at)
            .map(({ value, label }) => ({ value, label }))}
          value={pattern.datatype ?? ""}
          onChange={(value) => put("datatype", value || undefined)}
        />
        <SelectField
          label={t("column.class")}
          isOptional
          data={privacyClassSchema.options.map((value) => ({
            value,
            label: common(`privacyClass.${value}`),
          }))}
          value={pattern.privacyClass ?? ""}
          onChange={(value) => put("privacyClass", value || undefined)}
        />
        {parts.map((part) => (
          <Rules
            key={part}
            part={part}
            rules={rulesOf(pattern, part)}
            mayEdit={mayEdit}
            add={() => setPicked(part)}
            remove={(index) => put(part, without(pattern, part, index))}
          />
        ))}
      </fieldset>
      {picked ? (
        <RuleDialog
          title={t(`patternRule.${picked}`, { match: pattern.match })}
          options={definitionsOf(kinds[picked]).map((definition) => ({
            id: definition.id,
            kind: kinds[picked],
            group: "all",
            definition,
          }))}
          groups={{ all: t("rules") }}
          place={{ datatype: pattern.datatype }}
          apply={(chosen) => chosen && put(picked, withRule(pattern, picked, chosen.use))}
          close={() => setPicked(undefined)}
        />
      ) : null}
    </>
  );
}

const rulesOf = (pattern: DraftPattern, part: Part): readonly DraftRule[] => {
  const value = pattern[part];
  return value === undefined ? [] : "rule" in value ? [value] : value;
};

const withRule = (pattern: DraftPattern, part: Part, use: RuleUse): Json => {
  const rule: JsonObject = { ...use };
  return lists.includes(part) ? [...rulesOf(pattern, part).map(({ json }) => json), rule] : rule;
};

/** A list that nothing is left of is none. */
const without = (pattern: DraftPattern, part: Part, index: number): Json | undefined => {
  const rest = rulesOf(pattern, part).filter((_, at) => at !== index);
  return rest.length > 0 ? rest.map(({ json }) => json) : undefined;
};

function Rules({
  part,
  rules,
  mayEdit,
  add,
  remove,
}: {
  part: Part;
  rules: readonly DraftRule[];
  mayEdit: boolean;
  add: () => void;
  remove: (index: number) => void;
}) {
  const t = useTranslations("editor.grid");
  return (
    <div>
      <div className={classes.label}>{t(`patternMember.${part}`)}</div>
      <div className={classes.rules}>
        {rules.map(({ rule }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rules have no identity but their place
          <span key={index} className={classes.rule}>
            {rule}
            {mayEdit ? (
              <IconButton size={24} label={t("removeRule", { rule })} onClick={() => remove(index)}>
                <IconX size={12} />
              </IconButton>
            ) : null}
          </span>
        ))}
        {mayEdit && (rules.length === 0 || lists.includes(part)) ? (
          <IconButton size={24} label={t(`patternAddRule.${part}`)} onClick={add}>
            <IconPlus size={14} />
          </IconButton>
        ) : null}
      </div>
    </div>
  );
}
