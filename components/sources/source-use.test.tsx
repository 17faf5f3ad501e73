import { describe, expect, it } from "vitest";
import type { SourceDrift } from "#lib/contracts";
import { locales } from "#lib/kernel";
import { messages } from "../../lib/web/messages/index.ts";
import { renderPage } from "../testing/render-page.tsx";
import { SourceReaders } from "./source-use.tsx";

const finding = {
  code: "source-column-missing",
  table: "orders",
  message: { en: "The column b is gone.", ru: "Колонки b больше нет." },
  path: "tables/0/columns/1",
};
const written: SourceDrift["modules"][number] = {
  module: "sales",
  title: "Sales",
  asWritten: true,
  environments: [],
  tables: ["orders"],
  findings: [],
};
const there = { ...written, asWritten: false, environments: ["rehearsal"], findings: [finding] };

describe.each(locales)("modules that read a source, in %s", (locale) => {
  const words = messages[locale].environments;
  const draw = (modules: SourceDrift["modules"]) =>
    renderPage(<SourceReaders drift={{ modules, seenAt: "2026-01-05T10:00:00.000Z" }} />, {
      locale,
      messages: messages[locale],
    });

  it("say where they do, and lead to themselves and their drafts there", async () => {
    const html = await draw([written, there]);
    for (const part of [`>${words.environment}<`, `>${words.asWritten}<`, finding.message[locale]])
      expect(html).toContain(part);
    for (const href of [
      "/modules/sales",
      "/modules/sales?environment=rehearsal",
      "/modules/sales/edit?environment=rehearsal",
    ])
      expect(html).toContain(`href="${href}"`);
    expect(html.split("rehearsal</")).toHaveLength(3);
  });

  it("say nothing of environments where there is none", async () => {
    const html = await draw([{ ...written, findings: [finding] }]);
    for (const part of [words.environment, words.asWritten]) expect(html).not.toContain(part);
    expect(html).toContain('href="/modules/sales/edit"');
  });
});
