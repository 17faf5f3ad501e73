"use client";

import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { CodeBlock } from "../ui/code-block.tsx";
import { HelpLink } from "../ui/help-link.tsx";
import { Section } from "../ui/page.tsx";
import { SegmentedControl } from "../ui/segmented-control.tsx";

export interface Snippet {
  readonly table: string;
  readonly language: string;
  readonly source: string;
  readonly text: string;
}

/** Scripts that read the version back, ready to paste. */
export function UseTab({ snippets, table }: { snippets: readonly Snippet[]; table: string }) {
  const t = useTranslations("versions");
  const languages = [...new Set(snippets.map((one) => one.language))];
  const [chosen, choose] = useQueryState("language", parseAsString.withDefault(languages[0] ?? "sql"));
  const shown = snippets.filter((one) => one.table === table && one.language === chosen);
  return (
    <>
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
      <div style={{ marginTop: 16 }}>
        <HelpLink article="reading-versions" />
      </div>
    </>
  );
}
