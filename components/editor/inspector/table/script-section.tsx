"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type DraftTable, isObject, set } from "#lib/drafting";
import { findScriptLanguage } from "#lib/script-languages";
import { HelpLink } from "../../../ui/help-link.tsx";
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
import { Section } from "../section.tsx";

const ScriptDialog = dynamic(() => import("../scripts/script-dialog.tsx"), { ssr: false });

const stages = { extraction: "extract", transformation: "transform" } as const;
export type TableScript = keyof typeof stages;

/** How a table is read, or brought into one form: where from, in which language, and the script itself, edited in a large view. */
export function ScriptSection({
  table,
  use,
  problems,
}: {
  table: DraftTable;
  use: TableScript;
  problems: number;
}) {
  const t = useTranslations("editor.inspect");
  const { draft, edit } = useEditor();
  const [isOpen, setOpen] = useState(false);
  const { part } = useDocumentFields();
  const at = ["tables", table.index, use];
  const own = table.json[use];
  const given = isObject(own) ? own : undefined;
  const script = use === "extraction" ? table.extraction : table.transformation;
  /** Of a script that nobody has begun. */
  const [wanted, want] = useState<string>(languagesFor(use)[0]?.id ?? "");
  const language = typeof given?.language === "string" ? given.language : wanted;
  const title = t(`section.${use}`);
  const label = `${title}: ${table.name}`;
  const begin = () => {
    const template = findScriptLanguage(language)?.template[use] ?? "";
    const source = draft.sources[0]?.name;
    const first = {
      language,
      ...(use === "extraction" && source !== undefined ? { source } : {}),
      script: template.replaceAll("{table}", table.name),
    };
    edit(set(at, first, { en: label, ru: label }));
    setOpen(true);
  };
  return (
    <Section
      id={use}
      title={title}
      stages={[stages[use]]}
      problems={problems}
      aside={use === "extraction" ? table.source : undefined}
    >
      {given ? (
        <>
          {use === "extraction" ? (
            <PlaceField
              what="source"
              at={at}
              names={draft.sources.map(({ name }) => name)}
              value={table.source ?? ""}
              label={label}
            />
          ) : null}
          <LanguageField
            use={use}
            value={language}
            change={(next) => edit(set([...at, "language"], next, { en: label, ru: label }))}
          />
          {use === "extraction" && language === "sql" ? (
            <div className={classes.group} data-path={[...at, "incremental"].join("/")}>
              <h4 className={classes.subtitle}>
                {t("incremental")} <HelpLink article="reading-sources" />
              </h4>
              <PathFields
                at={[...at, "incremental"]}
                keep={3}
                where={table.name}
                fields={part("incremental")}
              />
            </div>
          ) : null}
          <WrittenScript at={at} text={script ?? ""} label={label} open={() => setOpen(true)} />
        </>
      ) : (
        <NoScript text={t(`no.${use}`)} label={t("writeScript")} begin={begin}>
          <LanguageField use={use} value={wanted} change={want} />
        </NoScript>
      )}
      {isOpen ? <ScriptDialog table={table} use={use} close={() => setOpen(false)} /> : null}
    </Section>
  );
}
