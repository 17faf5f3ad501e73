import { expect, it } from "vitest";
import { err, locales } from "#lib/kernel";
import { messages } from "../../lib/web/messages/index.ts";
import { failedRun, sessionOf, version } from "../testing/fixtures.ts";
import { renderPage } from "../testing/render-page.tsx";
import { HomePage } from "./home-page.tsx";

const refuse = async () => err({ code: "not-signed-in", params: {} } as const);

it.each(locales)("shows in %s what waits, and the next step where nothing happened yet", async (locale) => {
  const draw = (content: React.ReactNode) => renderPage(content, { locale, messages: messages[locale] });
  const nothing = {
    reviews: [],
    drafts: [],
    changesRequested: [],
    flaggedVersions: [],
    failedRuns: [],
    alerts: [],
    recentRuns: [],
    recentVersions: [],
  };
  expect(
    await draw(<HomePage home={nothing} session={sessionOf("data-engineer")} putAway={refuse} />),
  ).toContain("/modules/new");
  const busy = await draw(
    <HomePage
      home={{ ...nothing, failedRuns: [failedRun] }}
      session={sessionOf("data-engineer")}
      putAway={refuse}
    />,
  );
  expect(busy).toContain(`/runs/${failedRun.id}`);
  const flagged = { ...version, madeFromWithdrawn: [{ module: "patients", number: 3 }] };
  const warned = await draw(
    <HomePage
      home={{ ...nothing, flaggedVersions: [flagged] }}
      session={sessionOf("data-engineer")}
      putAway={refuse}
    />,
  );
  expect(warned).toContain("patients v3");
});
