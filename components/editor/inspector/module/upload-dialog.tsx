"use client";

import { IconAlignLeft } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import { useRef } from "react";
import { set } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import { findScriptLanguage } from "#lib/script-languages";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import SqlEditor, { type ScriptHandle } from "../../code/sql-editor.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { ProblemsHere } from "../problems-here.tsx";
import { InputSchema } from "../scripts/input-schema.tsx";
import classes from "../scripts/scripts.module.css";
import { useProblems } from "../use-inspected.ts";

const path = ["upload", "script"];

/** The upload script in a large editor, beside the tables that it gets. A trial ends before it: nothing runs it here. */
export default function UploadDialog({
  language,
  script,
  label,
  close,
}: {
  language: string;
  script: string;
  label: string;
  close: () => void;
}) {
  const t = useTranslations("editor.inspect");
  const locale = useLocale() as Locale;
  const { draft, edit, mayEdit } = useEditor();
  const { problems } = useProblems(path);
  const editor = useRef<ScriptHandle>(null);
  const found = findScriptLanguage(language);
  const editorLanguage = found?.editorLanguage ?? "plaintext";
  const tables = draft.tables
    .filter(({ isPublished }) => isPublished)
    .map(({ name, columns }) => ({
      name,
      columns: columns.map((column) => ({ name: column.name, type: column.datatype ?? "" })),
    }));
  return (
    <Dialog isOpen close={close} title={label} width={1400}>
      <div className={classes.bar}>
        {mayEdit && editorLanguage === "sql" ? (
          <Button
            variant="default"
            leftSection={<IconAlignLeft size={15} />}
            disabled={script.trim() === ""}
            onClick={() => editor.current?.format()}
            title="⇧⌥F / Shift+Alt+F"
          >
            {t("formatScript")}
          </Button>
        ) : null}
        <span className={classes.hint}>
          {found?.title[locale]} · {t(language === "python" ? "uploadPython" : "uploadSql")}
        </span>
      </div>
      <ProblemsHere problems={problems} />
      <div className={classes.work}>
        <div className={classes.editor}>
          <SqlEditor
            text={script}
            language={editorLanguage}
            tables={tables}
            label={label}
            problem={undefined}
            isReadOnly={!mayEdit}
            handle={editor}
            run={() => undefined}
            change={(next) => {
              if (next !== script)
                edit(set([...path, "script"], next, { en: label, ru: label }, "upload/script/script"));
            }}
          />
        </div>
        <InputSchema tables={tables} state="known" />
      </div>
    </Dialog>
  );
}
