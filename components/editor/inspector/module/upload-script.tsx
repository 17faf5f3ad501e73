"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { isObject, type Json, set } from "#lib/drafting";
import { findScriptLanguage } from "#lib/script-languages";
import { useEditor } from "../../store/editor-context.tsx";
import { useDocumentFields } from "../document-fields.ts";
import classes from "../inspector.module.css";
import { PathFields } from "../path-field.tsx";
import {
  LanguageField,
  languagesFor,
  NoScript,
  PlaceField,
  WrittenScript,
} from "../scripts/script-parts.tsx";

const UploadDialog = dynamic(() => import("./upload-dialog.tsx"), { ssr: false });

const at = ["upload", "script"] as const;
const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");

/** A script of the module's own that puts the published tables into a store and says how they are read back. */
export function UploadScript({
  stores,
  withoutCleanUp,
}: {
  stores: readonly string[];
  /** Those that run no SQL: what scripts write there goes without being told. */
  withoutCleanUp: readonly string[];
}) {
  const t = useTranslations("editor.inspect");
  const { draft, edit } = useEditor();
  const { field } = useDocumentFields();
  const [isOpen, setOpen] = useState(false);
  const upload = isObject(draft.json.upload) ? draft.json.upload : {};
  const given = isObject(upload.script) ? upload.script : undefined;
  const label = `${t("uploadScript")}: ${draft.name}`;
  const said = { en: label, ru: label };
  const others = stores.filter((name) => !draft.stores.includes(name));
  const published = draft.tables.filter(({ isPublished }) => isPublished);
  const names = published.map(({ name }) => `'${name.replaceAll("'", "''")}'`).join(", ");
  // A function, so that a name with $ in it stays what it is.
  const templateOf = (language: string): string =>
    (findScriptLanguage(language)?.template.upload ?? "").replaceAll("{tables}", () => names);
  const begin = () => {
    const language = languagesFor("upload")[0]?.id ?? "sql";
    const script = { language, store: others[0] ?? "", script: templateOf(language) };
    edit(set(["upload"], { ...upload, stores: [...draft.stores], script }, said));
    setOpen(true);
  };
  if (!given) return <NoScript text={t("no.upload")} label={t("writeUploadScript")} begin={begin} />;
  const language = textOf(given.language);
  const script = textOf(given.script);
  return (
    <>
      <h4 className={classes.subtitle}>{t("uploadScript")}</h4>
      <PlaceField what="store" at={at} names={others} value={textOf(given.store)} label={label} />
      <LanguageField
        use="upload"
        value={language}
        change={(next) => {
          // A template that nobody has touched gives way to the other language's.
          const untouched = script === templateOf(language);
          edit(
            set(
              [...at],
              { ...given, language: next, ...(untouched ? { script: templateOf(next) } : {}) },
              said,
            ),
          );
        }}
      />
      <WrittenScript at={at} text={script} label={label} open={() => setOpen(true)}>
        {withoutCleanUp.includes(textOf(given.store)) && given.cleanUp === undefined ? null : (
          <PathFields at={[...at]} keep={2} where={draft.name} fields={[field("cleanUp", "lines")]} />
        )}
      </WrittenScript>
      {isOpen ? (
        <UploadDialog language={language} script={script} label={label} close={() => setOpen(false)} />
      ) : null}
    </>
  );
}
