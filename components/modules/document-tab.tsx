"use client";

import { Skeleton } from "@mantine/core";
import { IconWand } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import type { ModuleDetail } from "#lib/contracts";
import { locate, locateSyntaxError } from "#lib/metadata";
import type { Place, Problem } from "../editor/code/problem.ts";
import { ProblemsList } from "../editor/code/problems-list.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/state.tsx";
import classes from "./document-tab.module.css";
import { DraftChip } from "./draft-chip.tsx";
import { drawnTables } from "./lay-out.ts";
import type { ModuleActions } from "./module-actions.ts";
import { SaveRevisionButton } from "./save-revision-button.tsx";
import { useDraft } from "./use-draft.ts";

const JsonEditor = dynamic(() => import("../editor/code/json-editor.tsx"), {
  ssr: false,
  loading: () => <Skeleton height="100%" />,
});

const SuggestionsPanel = dynamic(() => import("../proposals/suggestions-panel.tsx"), {
  ssr: false,
  loading: () => <Skeleton height={120} />,
});

/** The only problem of a text that is no JSON: what it means cannot be checked before. */
const notJson: Omit<Problem, "place"> = {
  code: "not-json",
  severity: "error",
  message: {
    en: "This is not JSON from here on: a comma, a quote or a bracket is missing or too many.",
    ru: "Отсюда это не JSON: не хватает запятой, кавычки или скобки, или есть лишняя.",
  },
  path: [],
};

/** The module document as text: completion, problems at their places, saved by itself, kept as a revision by its author. */
export function DocumentTab({
  module,
  actions,
  mayEdit,
}: {
  module: ModuleDetail;
  actions: Pick<ModuleActions, "saveDraft" | "saveRevision" | "suggestClasses">;
  mayEdit: boolean;
}) {
  const t = useTranslations("modules");
  const draft = useDraft(module.summary.name, module.draft, actions.saveDraft, mayEdit);
  const [at] = useQueryState("at");
  const [jump, setJump] = useState<Place | undefined>(() =>
    at ? placeOf(at, module, draft.text) : undefined,
  );
  const [isSaving, setSaving] = useState(false);
  const words = useTranslations("proposals");
  const [isSuggesting, setSuggesting] = useState(false);
  const problems = useMemo((): readonly Problem[] => {
    const broken = draft.state === "not-json" ? locateSyntaxError(draft.text) : undefined;
    if (broken) return [{ ...notJson, place: broken }];
    return draft.diagnostics.map((one) => ({
      ...one,
      place: locate(draft.text, one.path) ?? { line: 1, column: 1 },
    }));
  }, [draft.diagnostics, draft.state, draft.text]);
  const errors = problems.filter((one) => one.severity === "error").length;
  return (
    <>
      <div className={classes.bar}>
        {mayEdit ? <DraftChip state={draft.state} savedAt={draft.savedAt} /> : <span>{t("readOnly")}</span>}
        <span style={{ marginLeft: "auto" }} />
        {mayEdit ? (
          <Button
            variant="default"
            leftSection={<IconWand size={15} />}
            aria-expanded={isSuggesting}
            onClick={() => setSuggesting(!isSuggesting)}
          >
            {words("suggestions")}
          </Button>
        ) : null}
        {mayEdit ? (
          <SaveRevisionButton
            module={module.summary.name}
            etag={draft.etag}
            flush={draft.flush}
            save={actions.saveRevision}
            problems={errors}
            isOpen={isSaving}
            setOpen={setSaving}
            isAhead={module.summary.draftAhead || draft.etag !== module.draft.etag || draft.state !== "saved"}
          />
        ) : null}
      </div>
      {draft.state === "conflict" ? (
        <div style={{ marginBottom: 8 }}>
          <Notice tone="warn" title={t("conflictTitle")}>
            {t("conflictText")}
          </Notice>
        </div>
      ) : null}
      {isSuggesting ? (
        <SuggestionsPanel
          module={module.summary.name}
          text={draft.text}
          change={draft.change}
          flush={draft.flush}
          suggest={actions.suggestClasses}
          close={() => setSuggesting(false)}
        />
      ) : null}
      {draft.moved > 0 ? (
        <div style={{ marginBottom: 8 }}>
          <Notice title={t("movedTitle", { count: draft.moved })}>{t("movedText")}</Notice>
        </div>
      ) : null}
      <div className={classes.work}>
        <div className={classes.editor}>
          <JsonEditor
            text={draft.text}
            change={draft.change}
            save={() => setSaving(true)}
            schema={module.jsonSchema}
            problems={problems}
            jump={jump}
            isReadOnly={!mayEdit}
          />
        </div>
        <section className={classes.problems} aria-label={t("problems")}>
          <h2 className={classes.problemsTitle}>
            {t("problems")}{" "}
            {problems.length > 0 ? `· ${t("problemCount", { count: problems.length })}` : null}
          </h2>
          <ProblemsList problems={problems} show={setJump} />
        </section>
      </div>
    </>
  );
}

/** A path of the document, or `table/column` as a failed run names it. */
function placeOf(at: string, module: ModuleDetail, text: string): Place | undefined {
  const steps = at.split("/").filter((step) => step !== "");
  if (steps[0] === "tables")
    return locate(
      text,
      steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
    );
  const tables = drawnTables(module.draft.document);
  const table = tables.findIndex((one) => one.name === steps[0]);
  if (table === -1) return undefined;
  const column = tables[table]?.columns.findIndex((one) => one.name === steps[1]) ?? -1;
  return locate(text, column === -1 ? ["tables", table] : ["tables", table, "columns", column]);
}
