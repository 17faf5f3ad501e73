"use client";

import { IconCode, IconTrash } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { isObject, type Json, put, set } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import { findScriptLanguage, scriptLanguages } from "#lib/script-languages";
import { SelectField } from "../../../fields/select-field.tsx";
import { Button } from "../../../ui/button.tsx";
import { CodeBlock } from "../../../ui/code-block.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { useDocumentFields } from "../document-fields.ts";
import classes from "../inspector.module.css";
import { PathFields } from "../path-field.tsx";
import { useErrorAt } from "../use-inspected.ts";

const UploadDialog = dynamic(() => import("./upload-dialog.tsx"), { ssr: false });

const at = ["upload", "script"] as const;
const languages = scriptLanguages.filter(({ uses }) => uses.some((one) => one === "upload"));
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
  const locale = useLocale() as Locale;
  const { draft, edit, mayEdit } = useEditor();
  const { field } = useDocumentFields();
  const errorAt = useErrorAt();
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
    const language = languages[0]?.id ?? "sql";
    const script = { language, store: others[0] ?? "", script: templateOf(language) };
    edit(set(["upload"], { ...upload, stores: [...draft.stores], script }, said));
    setOpen(true);
  };
  if (!given)
    return (
      <>
        <p className={classes.hint}>{t("no.upload")}</p>
        {mayEdit ? (
          <Button
            variant="default"
            size="compact"
            leftSection={<IconCode size={14} />}
            style={{ justifySelf: "start" }}
            onClick={begin}
          >
            {t("writeUploadScript")}
          </Button>
        ) : null}
      </>
    );
  const language = textOf(given.language);
  const script = textOf(given.script);
  const store = textOf(given.store);
  return (
    <>
      <h4 className={classes.subtitle}>{t("uploadScript")}</h4>
      <SelectField
        label={t("key.store")}
        error={errorAt([...at, "store"])}
        data={[...new Set([...others, store])]
          .filter((name) => name !== "")
          .map((name) => ({ value: name, label: name }))}
        value={store}
        disabled={!mayEdit}
        onChange={(next) => edit(put([...at, "store"], next || undefined, said, { keep: 2 }))}
      />
      <SelectField
        label={t("key.language")}
        data={languages.map((one) => ({ value: one.id, label: one.title[locale] }))}
        value={language}
        disabled={!mayEdit}
        onChange={(next) => {
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
      <div data-path={[...at, "script"].join("/")}>
        <CodeBlock text={script} label={t("copyScript")} wrap />
      </div>
      {withoutCleanUp.includes(store) && given.cleanUp === undefined ? null : (
        <PathFields at={[...at]} keep={2} where={draft.name} fields={[field("cleanUp", "lines")]} />
      )}
      <div className={classes.tools}>
        <Button
          variant="default"
          size="compact"
          leftSection={<IconCode size={14} />}
          onClick={() => setOpen(true)}
        >
          {mayEdit ? t("openScript") : t("lookAtScript")}
        </Button>
        {mayEdit ? (
          <Button
            variant="subtle"
            color="red"
            size="compact"
            leftSection={<IconTrash size={14} />}
            onClick={() => edit(set([...at], undefined, { en: `– ${label}`, ru: `– ${label}` }))}
          >
            {t("remove")}
          </Button>
        ) : null}
      </div>
      {isOpen ? (
        <UploadDialog language={language} script={script} label={label} close={() => setOpen(false)} />
      ) : null}
    </>
  );
}
