"use client";

import { useTranslations } from "next-intl";
import { rulesIn } from "../../rules/column-facts.ts";
import { StepList } from "../../rules/step-list.tsx";
import classes from "../inspector.module.css";
import { Section } from "../section.tsx";
import { useShowData } from "../use-show-data.ts";
import { RangeCut } from "../values/range-cut.tsx";
import { ViolationFields } from "../violation-fields.tsx";
import type { ColumnPlace } from "./place.ts";

/** What every value must fulfil, and what becomes of those that do not. */
export function CheckSteps({ place, problems }: { place: ColumnPlace; problems: number }) {
  const t = useTranslations("editor.inspect");
  const showData = useShowData();
  const { table, column, facts, at, where } = place;
  const path = [...at, "checks"];
  const fromPattern = column.json.checks === undefined ? rulesIn(facts.pattern?.json, "checks") : [];
  return (
    <Section
      id="checks"
      title={t("section.checks")}
      stages={["cleanse"]}
      problems={problems}
      aside={column.checks.map(({ rule }) => rule).join(", ")}
    >
      {fromPattern.length > 0 && facts.pattern ? (
        <p className={classes.hint}>
          {t("rulesFromPattern", {
            match: facts.pattern.match,
            rules: fromPattern.map(({ rule }) => String(rule)).join(", "),
          })}
        </p>
      ) : null}
      <StepList
        kind="check"
        steps={column.checks}
        at={{ path, where }}
        label={t("section.checks")}
        addLabel={t("addCheck")}
        seeData={showData && (() => showData(table.name, "cleanse"))}
        extra={(step, index) => (
          <>
            <ViolationFields kind="check" step={step} path={[...path, index]} where={where} />
            {step.rule === "range" ? <RangeCut place={place} step={step} path={[...path, index]} /> : null}
          </>
        )}
      />
    </Section>
  );
}
