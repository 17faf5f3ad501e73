import { expect, test } from "vitest";
import { locales } from "#lib/kernel";
import { messages } from "../../lib/web/messages/index.ts";
import { CopiesTable } from "../catalog/copies-table.tsx";
import { renderPage } from "../testing/render-page.tsx";
import { VersionTags } from "./version-tags.tsx";

const notShown = {
  triedAt: "2026-11-28T10:00:00.000Z",
  failure: { en: "Somebody reads there.", ru: "Кто-то читает." },
};
const copy = { store: "warehouse", bytes: 10, byScript: false, tables: [] };
const held = {
  ...{ module: "visits", number: 2, createdAt: "2026-11-28T09:00:00.000Z", bytes: 10 },
  ...{ isLatest: true, kept: false, byScript: false },
};

test.each(locales)(
  "a store that does not show a version yet, on its page and on the version's, in %s",
  async (locale) => {
    const draw = (content: React.ReactNode) => renderPage(content, { locale, messages: messages[locale] });
    const drawn = [
      await draw(<CopiesTable copies={[{ ...copy, notShown }]} />),
      await draw(<VersionTags version={{ ...held, notShown }} />),
    ];
    for (const html of drawn) {
      expect(html).toContain(messages[locale].stores.notShown);
      expect(html).toContain(messages[locale].stores.notShownTried);
      expect(html).toContain(notShown.failure[locale]);
      expect(html).toContain("2026");
    }
    expect(await draw(<CopiesTable copies={[copy]} />)).not.toContain(messages[locale].stores.notShown);
  },
);
