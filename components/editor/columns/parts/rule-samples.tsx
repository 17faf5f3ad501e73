"use client";

import { IconArrowRight } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { can } from "#lib/access";
import { inEnvironment, type Preview } from "#lib/contracts";
import type { JsonObject } from "#lib/drafting";
import { useEnvironment } from "../../../environments/use-environment.ts";
import type { PreviewAsked } from "../../../modules/module-actions.ts";
import { usePythonProgress, whenPythonIsReady } from "../../../preview/python-progress.ts";
import { PythonWaiting } from "../../../preview/python-waiting.tsx";
import { EnvironmentTag } from "../../../ui/environment-tag.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { type Definition, documentedSamples, type ShownChange } from "../model/anonymizer-options.ts";
import type { ColumnRow } from "../model/rows.ts";
import classes from "./rule-samples.module.css";

const shown = 3;
/** Rows that are looked at for three different values. */
const looked = 100;
/** Longer than typing a number takes: each look is in the audit. */
const pause = 500;

/** Up to three different values of a column before and after. */
function changesIn(preview: Preview, column: string): readonly ShownChange[] {
  const at = preview.columns.findIndex(({ name }) => name === column);
  if (at < 0 || preview.columns[at]?.hidden) return [];
  const changes = preview.rows
    .filter(({ fate }) => fate === "kept")
    .map(({ after, before }): ShownChange => {
      const was = before.find(([place]) => place === at);
      return { before: was ? was[1] : (after[at] ?? null), after: after[at] ?? null };
    })
    .filter(({ before }) => before !== null);
  return changes
    .filter((one, index) => changes.findIndex(({ before }) => before === one.before) === index)
    .slice(0, shown);
}

type Live =
  | { readonly of: string; readonly changes: readonly ShownChange[]; readonly rows: number }
  | { readonly of: string; readonly changes: undefined };

/**
 * What a rule makes of values: of the column's own where the reader may see them, under keys that are thrown away; otherwise
 * of the examples that the rule is tested with. Which of the two it is, is said.
 */
export function RuleSamples({
  definition,
  given,
  row,
  isOneOfMany = false,
}: {
  definition: Definition;
  given: JsonObject;
  row: ColumnRow;
  /** The rule is for others too: the column is named. */
  isOneOfMany?: boolean;
}) {
  const t = useTranslations("editor.grid");
  const [environment] = useEnvironment();
  const { actions, name, role, seesRaw, flush } = useEditor();
  const mayLook = can(role, "previews:read") && seesRaw && row.isPublished;
  const isReady = definition.params.safeParse(given).success;
  const asked = JSON.stringify([row.id, definition.id, given, environment]);
  const python = usePythonProgress();
  const [live, setLive] = useState<Live>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for is in the key
  useEffect(() => {
    if (!mayLook || !isReady) return;
    const wanted = new AbortController();
    const { signal } = wanted;
    const timer = setTimeout(async () => {
      await flush();
      const look: PreviewAsked = {
        module: name,
        ...inEnvironment(environment),
        table: row.table,
        stage: "anonymize",
        compare: "stage",
        sample: { kind: "first", rows: looked },
        instead: { column: row.column, rule: { rule: definition.id, with: given } },
        offset: 0,
        limit: looked,
      };
      const answer = await whenPythonIsReady(actions.previewTable, look, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const changes =
        answer?.ok && answer.value.stage === "anonymize" ? changesIn(answer.value, row.column) : undefined;
      setLive(
        answer?.ok && changes && changes.length > 0
          ? { of: asked, changes, rows: answer.value.sample.rows }
          : { of: asked, changes: undefined },
      );
    }, pause);
    return () => {
      wanted.abort();
      clearTimeout(timer);
    };
  }, [asked, mayLook, isReady]);
  const known = live?.of === asked ? live : undefined;
  if (mayLook && isReady && !known)
    return python ? <PythonWaiting progress={python} /> : <Skeleton height={96} label={t("sampling")} />;
  if (known?.changes)
    return (
      <Changes
        title={
          isOneOfMany
            ? t("samplesLiveOf", { rows: known.rows, column: `${row.table}.${row.column}` })
            : t("samplesLive", { rows: known.rows })
        }
        environment={environment}
        changes={known.changes}
        definition={definition}
      />
    );
  const documented = documentedSamples(definition, given);
  if (documented.length === 0) return null;
  return (
    <Changes
      title={t(mayLook && isReady ? "samplesNone" : "samplesDocs")}
      changes={documented}
      definition={definition}
    />
  );
}

function Changes({
  title,
  environment,
  changes,
  definition,
}: {
  title: string;
  /** Where the values come from. */
  environment?: string | undefined;
  changes: readonly ShownChange[];
  definition: Definition;
}) {
  const t = useTranslations("editor.grid");
  const isLeftOut = definition.kind === "anonymizer" && definition.returns === "none";
  return (
    <figure className={classes.samples}>
      <figcaption>
        {title} <EnvironmentTag name={environment} />
      </figcaption>
      {changes.map(({ before, after, under }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: samples have no identity but their place
        <div key={at} className={classes.change}>
          <code className={classes.before}>{before ?? t("noValue")}</code>
          <IconArrowRight size={14} aria-label={t("becomes")} />
          {after == null ? (
            <span className={classes.none}>{t(isLeftOut ? "leftOut" : "noValue")}</span>
          ) : (
            <code className={classes.after}>{after}</code>
          )}
          {under ? <span className={classes.under}>{under}</span> : null}
        </div>
      ))}
    </figure>
  );
}
