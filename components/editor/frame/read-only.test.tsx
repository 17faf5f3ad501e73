import { describe, expect, it } from "vitest";
import { type Locale, locales } from "#lib/kernel";
import { messages } from "../../../lib/web/messages/index.ts";
import { renderEditor } from "../../testing/render-editor.tsx";
import { renderPage } from "../../testing/render-page.tsx";
import { EditorForbidden } from "./editor-forbidden.tsx";
import { ReadOnlyLine } from "./read-only-line.tsx";

const document = { "@type": "DataModule", format: 2, name: "shop", tables: [] };

describe.each(locales)("somebody who may not edit, in %s", (locale: Locale) => {
  const words = messages[locale].editor;

  it("reads why, who can grant it and where to go, as long as drafts are theirs to see", async () => {
    const shown = await renderEditor(<ReadOnlyLine />, {
      document,
      locale,
      role: "database-administrator",
      mayEdit: false,
    });
    for (const part of [words.readOnlyTitle, words.readOnlyText, 'href="/modules/shop"'])
      expect(shown.replaceAll("&#x27;", "'")).toContain(part);
    expect(await renderEditor(<ReadOnlyLine />, { document, locale })).not.toContain(words.readOnlyTitle);
  });

  it.each([
    ["data-scientist", "/versions"],
    ["administrator", "/modules/shop"],
  ] as const)("is refused as %s with a way on to %s", async (role, href) => {
    const shown = await renderPage(<EditorForbidden module="shop" role={role} />, {
      locale,
      messages: messages[locale],
    });
    for (const part of [words.forbiddenTitle, words.forbiddenText, `href="${href}"`])
      expect(shown).toContain(part);
  });
});
