import { describe, expect, it } from "vitest";
import { type ScheduleView, triggerSettingsSchema } from "#lib/contracts";
import { err, type Locale, locales } from "#lib/kernel";
import { messages } from "../../lib/web/messages/index.ts";
import { renderPage } from "../testing/render-page.tsx";
import ComingDay from "./coming-day.tsx";
import NextRun from "./next-run.tsx";
import { ScheduleList } from "./schedule-list.tsx";
import { ScheduleStateTag } from "./schedule-state-tag.tsx";
import ScheduleWords from "./schedule-words.tsx";

const refuse = async () => err({ code: "not-signed-in", params: {} } as const);
const at = "2026-05-04T01:00:00.000Z";
const draw = (content: React.ReactNode, locale: Locale, search = "") =>
  renderPage(content, { locale, messages: messages[locale], search });

const daily = { kind: "schedule", cron: "0 3 * * *", timeZone: "Europe/Berlin", environment: "live" };
const one = (
  id: string,
  module: string,
  settings: object,
  over: Partial<ScheduleView> = {},
): ScheduleView => ({
  id,
  name: `${module}-trigger`,
  module: { name: module, title: "" },
  settings: triggerSettingsSchema.parse(settings),
  ...over,
});
const schedules = [
  one("a", "clinic", daily, {
    nextAt: at,
    last: {
      id: "k",
      triggerId: "a",
      cause: { kind: "schedule", name: "clinic-trigger", plannedAt: at },
      plannedAt: at,
      state: "failed",
      reason: { code: "file-missing", params: { file: "visits.csv" } },
      others: 0,
      runId: "0f6b6cb6-3c1f-4ac1-9a49-1d4c8c5f5d4e",
      tries: 1,
    },
  }),
  one("b", "shop", { kind: "webhook" }, { obstacle: { code: "approval-missing", params: {} } }),
  one("c", "study", { kind: "versions", upstreams: ["clinic", "shop"], when: "all" }, { pausedAt: at }),
];

describe.each(locales)("schedules of all modules, in %s", (locale) => {
  const texts = messages[locale].triggers;
  const list = (mayEdit: boolean, given = schedules) => (
    <ScheduleList schedules={given} mayEdit={mayEdit} pause={refuse} />
  );

  it("shows of each what starts it, what stands in its way and what came of it", async () => {
    const html = await draw(list(true), locale);
    for (const text of [
      'href="/modules/clinic/schedule"',
      "clinic-trigger",
      ">live<",
      texts.overview.calls,
      "clinic, shop",
      texts.overview.state.obstacle,
      texts.overview.state.paused,
      texts.tick.failed,
      'href="/runs/0f6b6cb6-3c1f-4ac1-9a49-1d4c8c5f5d4e"',
      'href="/help/schedules"',
    ])
      expect(html).toContain(text);
    expect(html.match(new RegExp(`>${texts.pause}<`, "g"))).toHaveLength(2);
    expect(html.match(new RegExp(`>${texts.resume}<`, "g"))).toHaveLength(1);
    const seen = await draw(list(false), locale);
    expect(seen).not.toContain(`>${texts.pause}<`);
    const looks = { active: "circle-check", obstacle: "alert-triangle", paused: "player-pause" } as const;
    for (const [state, icon] of Object.entries(looks))
      expect(await draw(<ScheduleStateTag value={state as keyof typeof looks} />, locale)).toContain(icon);
  });

  it("is filtered by state and by words", async () => {
    const paused = await draw(list(true), locale, "?state=paused");
    expect([paused.includes("study-trigger"), paused.includes("clinic-trigger")]).toEqual([true, false]);
    const live = await draw(list(true), locale, "?q=live");
    expect([live.includes("study-trigger"), live.includes("clinic-trigger")]).toEqual([false, true]);
    expect(await draw(list(true), locale, "?q=nothing")).toContain(messages[locale].common.nothingMatches);
  });

  it("says the next step where there is nothing", async () => {
    const html = await draw(list(true, []), locale);
    expect(html).toContain(texts.overview.noneText);
    expect(html).toContain('href="/modules"');
  });

  it("says a schedule in words, its next run in both zones, and the coming day", async () => {
    const words = await draw(<ScheduleWords cron="0 3 * * *" timeZone="Asia/Tokyo" />, locale);
    expect(words).toContain(locale === "en" ? "At 03:00" : "В 03:00");
    const next = await draw(<NextRun at={at} timeZone="Asia/Tokyo" />, locale);
    expect(next).toContain('title="Asia/Tokyo"');
    expect(next).toContain(`dateTime="${at}"`);
    const hourly = one("d", "hours", { ...daily, cron: "0 * * * *" });
    const minutes = one("e", "minutes", { ...daily, cron: "* * * * *" });
    const still = one("f", "still", daily, { pausedAt: at });
    const all = [hourly, minutes, still, ...schedules];
    const day = await draw(<ComingDay schedules={all} shown={all} />, locale);
    expect(day.match(/<li/g)).toHaveLength(3);
    expect(day).toContain('href="/modules/hours/schedule"');
    expect(day).not.toContain("still");
    expect(day).toContain(locale === "en" ? "and 20 more" : "и ещё 20");
    // Marks of a schedule of every minute are not more than can be told apart.
    expect(day.match(/<i /g)?.length).toBeLessThan(130);
    const nothing = await draw(<ComingDay schedules={all} shown={[still]} />, locale);
    expect(nothing).toContain(texts.overview.nothingComing);
    expect(nothing).not.toContain("<li");
  });
});
