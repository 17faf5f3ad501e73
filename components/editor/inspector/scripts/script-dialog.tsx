"use client";

import { IconAlignLeft, IconGitCompare, IconPlayerPlay } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { type DraftTable, set } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import { findScriptLanguage } from "#lib/script-languages";
import { useEnvironment } from "../../../environments/use-environment.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { EnvironmentTag } from "../../../ui/environment-tag.tsx";
import { errorSentence } from "../../../ui/error-words.tsx";
import SqlEditor, { type ScriptHandle, SqlDiff } from "../../code/sql-editor.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { ProblemsHere } from "../problems-here.tsx";
import { useProblems } from "../use-inspected.ts";
import { InputSchema } from "./input-schema.tsx";
import { scriptLine } from "./script-line.ts";
import { ScriptResults } from "./script-results.tsx";
import classes from "./scripts.module.css";
import { useInputTables } from "./use-input-tables.ts";
import { usePublishedScript } from "./use-published-script.ts";
import { useScriptRun } from "./use-script-run.ts";

type ScriptUse = "extraction" | "transformation";

/** A script in a large editor: what it can read, what comes of it on a sample, what it was when it was last published. */
export default function ScriptDialog({
  table,
  use,
  close,
}: {
  table: DraftTable;
  use: ScriptUse;
  close: () => void;
}) {
  const t = useTranslations("editor.inspect");
  const locale = useLocale() as Locale;
  const { edit, mayEdit } = useEditor();
  const [environment] = useEnvironment();
  const [isDiff, setDiff] = useState(false);
  const editor = useRef<ScriptHandle>(null);
  const [input, setInput] = useState<string>();
  const inputs = useInputTables(table, use);
  const published = usePublishedScript(table.name, use, isDiff);
  const { run, result } = useScriptRun(table, use, input ?? inputs.read[0]);
  const path = ["tables", table.index, use];
  const { problems } = useProblems(path);
  const own = table.json[use];
  const language = findScriptLanguage(languageIn(own) ?? "sql");
  const text = (use === "extraction" ? table.extraction : table.transformation) ?? "";
  const title = `${t(`section.${use}`)} · ${table.name}`;
  const label = `${t(`section.${use}`)}: ${table.name}`;
  const line = scriptLine(result?.error, table.name, use);
  const problem =
    line !== undefined && result?.error ? { line, message: errorSentence(result.error, locale) } : undefined;
  const editorLanguage = language?.editorLanguage ?? "plaintext";
  return (
    <Dialog isOpen close={close} title={title} width={1400}>
      <div className={classes.bar}>
        <Button
          leftSection={<IconPlayerPlay size={15} />}
          loading={result?.state === "running"}
          disabled={text.trim() === ""}
          onClick={run}
          title="⌘↵ / Ctrl+↵"
        >
          {t("runOnSample")}
        </Button>
        <Button
          variant="default"
          leftSection={<IconGitCompare size={15} />}
          aria-pressed={isDiff}
          onClick={() => setDiff(!isDiff)}
        >
          {isDiff ? t("backToScript") : t("compareScript")}
        </Button>
        {mayEdit && editorLanguage === "sql" ? (
          <Button
            variant="default"
            leftSection={<IconAlignLeft size={15} />}
            disabled={isDiff || text.trim() === ""}
            onClick={() => editor.current?.format()}
            title="⇧⌥F / Shift+Alt+F"
          >
            {t("formatScript")}
          </Button>
        ) : null}
        <EnvironmentTag name={environment} />
        <span className={classes.hint}>
          {language?.title[locale]} · {t("scriptKeys")}
        </span>
      </div>
      <ProblemsHere problems={problems} />
      <div className={classes.work}>
        <div className={classes.editor}>
          {isDiff ? (
            published.state === "done" ? (
              <>
                <p className={classes.hint}>
                  {published.revision === undefined
                    ? t("neverPublished")
                    : t("comparedWith", { revision: published.revision })}
                </p>
                <div className={classes.fill}>
                  <SqlDiff
                    before={published.script}
                    after={text}
                    language={editorLanguage}
                    labels={{ before: `${label}: ${t("published")}`, after: `${label}: ${t("draft")}` }}
                  />
                </div>
              </>
            ) : (
              <p className={classes.hint}>
                {t(published.state === "failed" ? "compareFailed" : "comparing")}
              </p>
            )
          ) : (
            <SqlEditor
              text={text}
              language={editorLanguage}
              tables={inputs.tables}
              label={label}
              problem={problem}
              isReadOnly={!mayEdit}
              handle={editor}
              run={run}
              change={(next) => {
                if (next !== text)
                  edit(set([...path, "script"], next, { en: label, ru: label }, `${path.join("/")}/script`));
              }}
            />
          )}
        </div>
        <InputSchema tables={inputs.tables} state={inputs.state} />
      </div>
      <ScriptResults
        table={table.name}
        use={use}
        language={language?.id}
        result={result}
        isOld={result?.script !== undefined && result.script !== text}
        inputs={inputs.read}
        input={input ?? inputs.read[0]}
        chooseInput={setInput}
      />
    </Dialog>
  );
}

const languageIn = (script: unknown): string | undefined =>
  typeof script === "object" && script !== null && "language" in script ? String(script.language) : undefined;
