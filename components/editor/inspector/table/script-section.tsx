"use client";

import { IconCode, IconTrash } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { type DraftTable, isObject, put, set } from "#lib/drafting";
import type { Locale } from "#lib/kernel";
import { findScriptLanguage, scriptLanguages } from "#lib/script-languages";
import { SelectField } from "../../../fields/select-field.tsx";
import { Button } from "../../../ui/button.tsx";
import { CodeBlock } from "../../../ui/code-block.tsx";
import { HelpLink } from "../../../ui/help-link.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { useDocumentFields } from "../document-fields.ts";
import classes from "../inspector.module.css";
import { PathFields } from "../path-field.tsx";
import { Section } from "../section.tsx";
import { useErrorAt } from "../use-inspected.ts";

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
  const locale = useLocale() as Locale;
  const { draft, edit, mayEdit } = useEditor();
  const [isOpen, setOpen] = useState(false);
  const errorAt = useErrorAt();
  const { part } = useDocumentFields();
  const at = ["tables", table.index, use];
  const own = table.json[use];
  const given = isObject(own) ? own : undefined;
  const script = use === "extraction" ? table.extraction : table.transformation;
  const languages = scriptLanguages.filter(({ uses }) => uses.some((one) => one === use));
  /** Of a script that nobody has begun. */
  const [wanted, want] = useState<string>(languages[0]?.id ?? "");
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
            <SelectField
              label={t("key.source")}
              error={errorAt([...at, "source"])}
              data={[...new Set([...draft.sources.map(({ name }) => name), table.source ?? ""])]
                .filter((name) => name !== "")
                .map((name) => ({ value: name, label: name }))}
              value={table.source ?? ""}
              disabled={!mayEdit}
              onChange={(source) =>
                edit(put([...at, "source"], source || undefined, { en: label, ru: label }, { keep: 3 }))
              }
            />
          ) : null}
          {languages.length > 1 ? (
            <SelectField
              label={t("key.language")}
              data={languages.map((one) => ({ value: one.id, label: one.title[locale] }))}
              value={language}
              disabled={!mayEdit}
              onChange={(next) => edit(set([...at, "language"], next, { en: label, ru: label }))}
            />
          ) : null}
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
          <div data-path={[...at, "script"].join("/")}>
            <CodeBlock text={script ?? ""} label={t("copyScript")} wrap />
          </div>
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
                onClick={() => edit(set(at, undefined, { en: `– ${label}`, ru: `– ${label}` }))}
              >
                {t("remove")}
              </Button>
            ) : null}
          </div>
        </>
      ) : (
        <>
          <p className={classes.hint}>{t(`no.${use}`)}</p>
          {mayEdit && languages.length > 1 ? (
            <SelectField
              label={t("key.language")}
              data={languages.map((one) => ({ value: one.id, label: one.title[locale] }))}
              value={wanted}
              onChange={want}
            />
          ) : null}
          {mayEdit ? (
            <Button
              variant="default"
              size="compact"
              leftSection={<IconCode size={14} />}
              style={{ justifySelf: "start" }}
              onClick={begin}
            >
              {t("writeScript")}
            </Button>
          ) : null}
        </>
      )}
      {isOpen ? <ScriptDialog table={table} use={use} close={() => setOpen(false)} /> : null}
    </Section>
  );
}
