"use client";

import { IconCode, IconTrash } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type Path, put, set } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import { type ScriptUse, scriptLanguages } from "#lib/script-languages";
import { SelectField } from "../../../fields/select-field.tsx";
import { Button } from "../../../ui/button.tsx";
import { CodeBlock } from "../../../ui/code-block.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import classes from "../inspector.module.css";
import { useErrorAt } from "../use-inspected.ts";

// What the inspector shows of a script wherever the document has one: of a table, or of the module itself.

/** Languages that a script of this use can be in, the usual one first. */
export const languagesFor = (use: ScriptUse) =>
  scriptLanguages.filter(({ uses }) => uses.some((one) => one === use));

/** Where no script is: what that means, and for who may edit what begins one. */
export function NoScript({
  text,
  label,
  begin,
  children,
}: {
  text: string;
  /** Of the button. */
  label: string;
  begin: () => void;
  /** What is chosen before. */
  children?: ReactNode;
}) {
  const { mayEdit } = useEditor();
  return (
    <>
      <p className={classes.hint}>{text}</p>
      {mayEdit ? (
        <>
          {children}
          <Button
            variant="default"
            size="compact"
            leftSection={<IconCode size={14} />}
            style={{ justifySelf: "start" }}
            onClick={begin}
          >
            {label}
          </Button>
        </>
      ) : null}
    </>
  );
}

/** The language of a script; nothing where there is no choice. */
export function LanguageField({
  use,
  value,
  change,
}: {
  use: ScriptUse;
  value: string;
  change: (language: string) => void;
}) {
  const t = useTranslations("editor.inspect");
  const locale = useLocale() as Locale;
  const { mayEdit } = useEditor();
  const languages = languagesFor(use);
  if (languages.length < 2) return null;
  return (
    <SelectField
      label={t("key.language")}
      data={languages.map((one) => ({ value: one.id, label: one.title[locale] }))}
      value={value}
      disabled={!mayEdit}
      onChange={change}
    />
  );
}

/** The source that a script reads, or the store that it fills. */
export function PlaceField({
  what,
  at,
  names,
  value,
  label,
}: {
  what: "source" | "store";
  /** Where the script stands. */
  at: Path;
  /** To choose from; the present one stays among them. */
  names: readonly string[];
  value: string;
  /** The change's, for the history. */
  label: string;
}) {
  const t = useTranslations("editor.inspect");
  const { edit, mayEdit } = useEditor();
  const errorAt = useErrorAt();
  return (
    <SelectField
      label={t(`key.${what}`)}
      error={errorAt([...at, what])}
      data={[...new Set([...names, value])]
        .filter((name) => name !== "")
        .map((name) => ({ value: name, label: name }))}
      value={value}
      disabled={!mayEdit}
      onChange={(next) =>
        edit(put([...at, what], next || undefined, { en: label, ru: label }, { keep: at.length }))
      }
    />
  );
}

/** A script's text, with what opens it in a large view and what takes it away. */
export function WrittenScript({
  at,
  text,
  label,
  open,
  children,
}: {
  /** Where the script stands. */
  at: Path;
  text: string;
  /** Whose it is, for the history. */
  label: string;
  open: () => void;
  /** What belongs to it, between the text and the buttons. */
  children?: ReactNode;
}) {
  const t = useTranslations("editor.inspect");
  const { edit, mayEdit } = useEditor();
  return (
    <>
      <div data-path={[...at, "script"].join("/")}>
        <CodeBlock text={text} label={t("copyScript")} wrap />
      </div>
      {children}
      <div className={classes.tools}>
        <Button variant="default" size="compact" leftSection={<IconCode size={14} />} onClick={open}>
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
    </>
  );
}
