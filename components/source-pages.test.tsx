import { describe, expect, it, vi } from "vitest";
import { err, type Locale, locales } from "#lib/kernel";
import { messages } from "../lib/web/messages/index.ts";
import { RunPage } from "./runs/run-page.tsx";
import { placeKinds } from "./sources/kinds.ts";
import { PlacePage } from "./sources/place-page.tsx";
import { failedRun } from "./testing/fixtures.ts";
import { renderPage } from "./testing/render-page.tsx";

// A build does both: the App Router's own way to load on demand, and nothing on the server where that is asked for.
vi.mock("next/dynamic", async () => {
  const { default: dynamic } = await import("next/dist/shared/lib/app-dynamic.js");
  return {
    default: (...[load, options]: Parameters<typeof dynamic>) =>
      options?.ssr === false ? () => null : dynamic(load, options),
  };
});

const refuse = async () => err({ code: "not-signed-in", params: {} } as const);
const draw = (content: React.ReactNode, locale: Locale) =>
  renderPage(content, { locale, messages: messages[locale] });

describe.each(locales)("pages of sources, and of runs that wait for them, in %s", (locale) => {
  it.each([
    ["mysql", true],
    ["postgresql", true],
    ["files", false],
    ["http", false],
  ])("source %s: the statements for a reading role, where there are roles", async (kind, hasRoles) => {
    const at = "2026-01-05T10:00:00.000Z";
    const place = { name: "clinic", title: "Clinic", kind, config: {}, createdAt: at, updatedAt: at };
    const html = await draw(
      <PlacePage
        of="source"
        kinds={placeKinds("source", locale)}
        place={{ ...place, secretNames: [], usedBy: [], boundIn: [] }}
        actions={{ test: refuse, archive: refuse, grantScript: refuse }}
        mayManage
      />,
      locale,
    );
    expect(html).toContain(messages[locale].sources.tables);
    expect(html.includes(messages[locale].sources.grantAll)).toBe(hasRoles);
  });

  it("run: that waits for its source says so, and when it comes again, as no failure", async () => {
    const error = { code: "source-overloaded", params: { source: "clinic", active: 90, limit: 80 } };
    const waitsUntil = "2026-11-23T07:15:09.000Z";
    const run = { ...failedRun, error, waitsUntil, state: "retrying" as const, finishedAt: undefined };
    const html = await draw(<RunPage run={run} cancel={refuse} retry={refuse} />, locale);
    expect(html).toContain(messages[locale].runs.waitsForSource);
    expect(html).toContain(`dateTime="${waitsUntil}"`);
    expect(html).toContain("clinic");
    expect(html).not.toContain(messages[locale].runs.remedy.outside);
  });
});
