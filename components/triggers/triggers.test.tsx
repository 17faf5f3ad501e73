import { describe, expect, it } from "vitest";
import { type DeclaredParameter, type ModuleTriggers, triggerSettingsSchema } from "#lib/contracts";
import { err, type Locale, locales } from "#lib/kernel";
import { messages } from "../../lib/web/messages/index.ts";
import { renderPage } from "../testing/render-page.tsx";
import ScheduleTimes from "./schedule-times.tsx";
import type { TriggerActions } from "./trigger-actions.ts";
import TriggerDialog from "./trigger-dialog.tsx";
import { declaredFor, formOf, newForm, settingsOf } from "./trigger-form.ts";
import { TriggerPage } from "./trigger-page.tsx";

const refuse = async () => err({ code: "not-signed-in", params: {} } as const);
const actions: TriggerActions = {
  save: refuse,
  pause: refuse,
  remove: refuse,
  renewToken: refuse,
  renewSecret: refuse,
};
const at = "2026-11-23T07:00:00.000Z";
const enno = { id: "e", name: "Enno" };
const draw = (content: React.ReactNode, locale: Locale) =>
  renderPage(content, { locale, messages: messages[locale] });

const all = [
  triggerSettingsSchema.parse({
    kind: "schedule",
    cron: "30 2 * * *",
    timeZone: "Europe/Berlin",
    catchUp: "all",
    parameters: { region: "north" },
    retries: { count: 3, firstSeconds: 5, mostSeconds: 50 },
    alerts: { on: ["late"], lateAfterMinutes: 7, people: ["e"], host: "alerts.example.org" },
  }),
  triggerSettingsSchema.parse({ kind: "webhook", runKind: "trial", sample: 100, environment: "live" }),
  triggerSettingsSchema.parse({ kind: "versions", upstreams: ["clinic"], when: "all", overlap: "cancel" }),
];
const view = (index: number, over: object = {}) => ({
  id: `t${index}`,
  name: `trigger-${index}`,
  settings: all[index] ?? all[0],
  createdBy: enno,
  updatedBy: enno,
  updatedAt: at,
  told: [{ id: "i", name: "Ines" }],
  ...over,
});
const page = (over: Partial<ModuleTriggers> = {}): ModuleTriggers => ({
  module: { name: "shop", title: "Shop", archived: false },
  owner: enno,
  triggers: [
    view(0, {
      pausedAt: at,
      lastDelivery: { host: "old.example.org", at, tries: 6, reason: "HTTP 503" },
    }),
    view(1, {
      address: "http://127.0.0.1/api/hooks/t1",
      obstacle: { code: "approval-missing", params: {} },
    }),
    view(2, { upstreams: [{ module: "clinic", newest: 0 }] }),
  ] as ModuleTriggers["triggers"],
  ticks: [
    {
      id: "k",
      triggerId: "t0",
      cause: { kind: "schedule", name: "trigger-0", plannedAt: at },
      plannedAt: at,
      state: "skipped",
      reason: { code: "tick-missed", params: {} },
      others: 17,
      tries: 0,
    },
    {
      id: "v",
      triggerId: "t2",
      cause: { kind: "versions", name: "trigger-2", versions: [{ module: "clinic", number: 1 }] },
      plannedAt: at,
      state: "skipped",
      reason: { code: "approval-missing", params: {} },
      others: 0,
      tries: 0,
      retryAt: at,
    },
  ],
  downstream: [{ module: "reports", trigger: "after shop" }],
  parameters: [{ runKind: "publication", declared: [] }],
  environments: [{ name: "live", title: "" }],
  people: [enno],
  modules: ["clinic"],
  ...over,
});

describe.each(locales)("what starts a module's runs, in %s", (locale) => {
  const texts = messages[locale].triggers;

  it("shows each kind with what it will do, what stands in its way, and what came of it", async () => {
    const html = await draw(<TriggerPage page={page()} mayEdit actions={actions} />, locale);
    for (const text of [
      texts.paused,
      texts.obstacle,
      "HTTP 503",
      "old.example.org",
      "Ines, alerts.example.org",
      texts.renewSecret,
      "http://127.0.0.1/api/hooks/t1",
      'href="/modules/clinic"',
      texts.noVersionYet,
      'href="/modules/reports/schedule"',
      texts.tick.skipped,
      texts.retryAt,
      "17",
      "region=north",
      ">live<",
    ])
      expect(html).toContain(text);
    expect(html).toContain(texts.newSchedule);
  });

  it("offers nothing to who may only look, and says the next step where there is nothing", async () => {
    const seen = await draw(<TriggerPage page={page()} mayEdit={false} actions={actions} />, locale);
    for (const verb of [
      texts.newSchedule,
      texts.resume,
      texts.edit,
      texts.renew,
      texts.renewSecret,
      texts.remove,
    ])
      expect(seen).not.toContain(`>${verb}<`);
    const empty = page({ triggers: [], ticks: [], downstream: [] });
    const nothing = await draw(<TriggerPage page={empty} mayEdit actions={actions} />, locale);
    expect(nothing).toContain(texts.noneText);
    expect(nothing).toContain("tabler-icon-clock");
    expect(await draw(<TriggerPage page={empty} mayEdit={false} actions={actions} />, locale)).toContain(
      texts.noneReadOnly,
    );
  });

  it("says under each field of a pair what it is for, so that they stand in one line", async () => {
    const dialog = (trigger: (typeof all)[number] | undefined) =>
      draw(
        <TriggerDialog
          page={page()}
          kind={trigger?.kind ?? "schedule"}
          {...(trigger ? { trigger: { ...view(1), settings: trigger } } : {})}
          save={refuse}
          close={() => undefined}
          done={() => undefined}
        />,
        locale,
      );
    const schedule = await dialog(undefined);
    for (const text of [texts.cronHint, texts.timeZoneHint]) expect(schedule).toContain(text);
    expect(schedule).not.toContain(texts.trialHint);
    const trial = await dialog(all[1]);
    for (const text of [texts.trialHint, texts.sampleHint]) expect(trial).toContain(text);
  });

  it("says a schedule in words, and what the clocks do to it", async () => {
    const html = await draw(<ScheduleTimes cron="30 2 * * *" timeZone="Europe/Berlin" />, locale);
    expect(html).toContain(locale === "en" ? "At 02:30" : "В 02:30");
    expect(html.match(/<tr>/g)).toHaveLength(6);
    expect(html).toContain(locale === "en" ? "it runs at 03:00" : "запуск будет в 03:00");
    expect(await draw(<ScheduleTimes cron="0 0 30 2 *" timeZone="UTC" />, locale)).toContain('role="alert"');
  });
});

const region: DeclaredParameter = { name: "region", datatype: "string" };

it("the form asks for what its kind of run takes in its environment, and saves nothing else", () => {
  const day: DeclaredParameter = { name: "day", datatype: "date" };
  const parameters: ModuleTriggers["parameters"] = [
    { runKind: "trial", declared: [day] },
    { runKind: "publication", declared: [] },
    { runKind: "publication", environment: "live", declared: [region] },
  ];
  const form = newForm("webhook", "x", "UTC");
  const asked = (over: object) => declaredFor(parameters, { ...form, ...over }).map(({ name }) => name);
  expect(asked({})).toEqual([]);
  expect(asked({ environment: "live" })).toEqual(["region"]);
  expect(asked({ runKind: "trial", environment: "live" })).toEqual(["day"]);
  expect(asked({ environment: "test" })).toEqual([]);
  const written = { ...form, parameters: { region: "north", day: "yesterday" } };
  expect(settingsOf(written, [region]).parameters).toEqual({ region: "north" });
});

it("what the form shows is what it saves", () => {
  for (const settings of all) expect(settingsOf(formOf("x", settings, [enno]), [region])).toEqual(settings);
  expect(all).toHaveLength(3);
  const [kept] = all.map((settings) => formOf("x", settings, [enno]));
  if (kept === undefined) throw new Error("no form");
  // Who cannot be told any more is not chosen again.
  expect(formOf("x", settingsOf(kept, []), []).people).toEqual([]);
  const alertsOf = (over: object) => settingsOf({ ...kept, ...over }, []).alerts;
  const url = "https://other.example.org/y";
  expect(alertsOf({ url })).toMatchObject({ url });
  expect(alertsOf({ url })).not.toHaveProperty("host");
  expect(alertsOf({ host: "" })).not.toHaveProperty("host");
  for (const kind of ["schedule", "webhook"] as const)
    expect(triggerSettingsSchema.safeParse(settingsOf(newForm(kind, "x", "UTC"), [])).success).toBe(true);
});
