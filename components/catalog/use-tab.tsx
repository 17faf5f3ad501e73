"use client";

import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { CodeBlock } from "../ui/code-block.tsx";
import { HelpLink } from "../ui/help-link.tsx";
import { Section } from "../ui/page.tsx";
import { SegmentedControl } from "../ui/segmented-control.tsx";
import { DownloadSnippets, type MakeToken } from "./download-snippets.tsx";

export interface Snippet {
  readonly table: string;
  readonly language: string;
  readonly source: string;
  readonly text: string;
}

/** Scripts that read the version back, ready to paste: over HTTP, and from where stores hold copies. */
export function UseTab({
  snippets,
  table,
  file,
  makeToken,
}: {
  snippets: readonly Snippet[];
  table: string;
  /** Absolute address of the table's file. */
  file: string | undefined;
  makeToken: MakeToken;
}) {
  const t = useTranslations("versions");
  const languages = [...new Set(snippets.map((one) => one.language))];
  const [chosen, choose] = useQueryState("language", parseAsString.withDefault(languages[0] ?? "sql"));
  const shown = snippets.filter((one) => one.table === table && one.language === chosen);
  return (
    <>
      {file === undefined ? null : <DownloadSnippets address={file} makeToken={makeToken} />}
      <Section title={t("fromStores")}>
        {languages.length > 1 ? (
          <SegmentedControl
            value={chosen}
            onChange={(value) => choose(value)}
            data={languages.map((value) => ({
              value,
              label: value === "python" ? "Python (pandas)" : value.toUpperCase(),
            }))}
            label={t("language")}
          />
        ) : null}
        {shown.map((one) => (
          <Section key={`${one.source}:${one.text}`} title={t("readFrom", { source: one.source })}>
            <CodeBlock wrap text={one.text} label={t("scriptLabel", { source: one.source })} />
          </Section>
        ))}
        {shown.length === 0 ? <p style={{ color: "var(--ink-3)" }}>{t("noScript")}</p> : null}
      </Section>
      <div style={{ marginTop: 16 }}>
        <HelpLink article="reading-versions" />
      </div>
    </>
  );
}
