"use client";

import { useTranslations } from "next-intl";
import { type DraftTable, renameTable } from "#lib/drafting";
import { useSelection } from "../../frame/selection.ts";
import { SurroundingsProvider } from "../../rules/surroundings.tsx";
import { useEditor } from "../../store/editor-context.tsx";
import { useDocumentFields } from "../document-fields.ts";
import { NameEdit } from "../name-edit.tsx";
import { PathFields } from "../path-field.tsx";
import { ProblemsHere } from "../problems-here.tsx";
import { Section } from "../section.tsx";
import { useProblems, useTableSurroundings } from "../use-inspected.ts";
import { ChecksSection } from "./checks-section.tsx";
import { CleansingSection } from "./cleansing-section.tsx";
import { KeysSection } from "./keys-section.tsx";
import { ScriptSection } from "./script-section.tsx";

/** Everything of a table but its columns, in the order of a run's stages. */
export default function TableInspector({ table }: { table: DraftTable }) {
  const t = useTranslations("editor.inspect");
  const { draft, edit, mayEdit } = useEditor();
  const { select } = useSelection();
  const { field, part } = useDocumentFields();
  const around = useTableSurroundings(table);
  const at = ["tables", table.index];
  const { problems, count } = useProblems(at, ({ path }) => path[2] === "columns");
  return (
    <SurroundingsProvider value={around}>
      <ProblemsHere problems={problems} />
      <Section id="table" title={t("section.table")} stages={["publish"]} problems={count("table")}>
        <NameEdit
          label={t("key.name")}
          help={t("nameHelp")}
          name={table.name}
          taken={draft.tables.map(({ name }) => name)}
          isDisabled={!mayEdit}
          rename={(to) => {
            edit(renameTable(table.name, to));
            select({ table: to });
          }}
        />
        <PathFields
          at={at}
          where={table.name}
          fields={[
            field("title", "text"),
            field("description", "lines"),
            field("publish", "boolean", { initial: true }),
          ]}
        />
      </Section>
      <ScriptSection table={table} use="extraction" problems={count("extraction")} />
      <ScriptSection table={table} use="transformation" problems={count("transformation")} />
      <CleansingSection table={table} />
      <ChecksSection table={table} problems={count("table-checks")} />
      <KeysSection table={table} problems={count("keys")} />
      <Section
        id="privacy"
        title={t("section.privacy")}
        stages={["protect"]}
        problems={count("privacy")}
        isOpenAtFirst={false}
      >
        <PathFields at={[...at, "privacy"]} keep={2} where={table.name} fields={part("privacy")} />
      </Section>
    </SurroundingsProvider>
  );
}
