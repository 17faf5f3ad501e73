"use client";

import { useTranslations } from "next-intl";
import { isObject, type Json, type JsonObject, put, set } from "#lib/drafting";
import { ListField } from "../../rules/list-field.tsx";
import { RuleChoice } from "../../rules/rule-choice.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import classes from "../inspector.module.css";
import { Section } from "../section.tsx";
import { useErrorAt } from "../use-inspected.ts";
import { NullShareHint } from "../values/null-share-hint.tsx";
import type { ColumnPlace } from "./place.ts";

/** What is done with missing values where nothing else is said: they stay. */
const standard = "keep";

/** Which texts mean that a value is missing, and what becomes of missing values. */
export function NullsSection({
  place: { table, column, at, where },
  problems,
}: {
  place: ColumnPlace;
  problems: number;
}) {
  const t = useTranslations("editor.inspect");
  const { edit, mayEdit } = useEditor();
  const errorAt = useErrorAt();
  const path = [...at, "nulls"];
  const given = isObject(column.json.nulls) ? column.json.nulls : undefined;
  const tokens = Array.isArray(given?.tokens) ? given.tokens.map(String) : [];
  const label = (words: string) => ({ en: `${words}: ${where}`, ru: `${words}: ${where}` });
  const write = (rule: string | undefined, next: readonly string[]) => {
    const strategy = rule ?? standard;
    const isNothing = rule === undefined && next.length === 0;
    const kept: JsonObject = given?.rule === strategy && given.with !== undefined ? { with: given.with } : {};
    const value: Json = { rule: strategy, ...kept, ...(next.length > 0 ? { tokens: [...next] } : {}) };
    return isNothing ? undefined : value;
  };
  return (
    <Section
      id="nulls"
      title={t("section.nulls")}
      stages={["cleanse"]}
      problems={problems}
      aside={column.nulls?.rule}
      isOpenAtFirst={false}
    >
      <div data-path={[...path, "tokens"].join("/")}>
        <ListField
          label={t("key.tokens")}
          description={t("tokensHelp")}
          mayBeEmpty
          error={errorAt([...path, "tokens"])}
          items={tokens}
          isDisabled={!mayEdit}
          change={(next) =>
            edit(put(path, write(column.nulls?.rule, next), label(t("key.tokens")), { keep: at.length }))
          }
        />
      </div>
      <h4 className={classes.subtitle}>{t("nullStrategy")}</h4>
      <NullShareHint table={table} column={column} />
      <RuleChoice
        kind="nulls"
        use={given}
        path={path}
        where={where}
        label={t("nullStrategy")}
        choose={(rule) => edit(set(path, write(rule, tokens), label(t("nullStrategy"))))}
      />
    </Section>
  );
}
