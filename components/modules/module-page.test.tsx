import type { TabsProps } from "@mantine/core";
import { NuqsTestingAdapter, type UrlUpdateEvent } from "nuqs/adapters/testing";
import { expect, it, vi } from "vitest";
import { err } from "#lib/kernel";
import { messages } from "../../lib/web/messages/index.ts";
import { module, sessionOf } from "../testing/fixtures.ts";
import { renderPage } from "../testing/render-page.tsx";
import type { ModuleActions } from "./module-actions.ts";
import { ModulePage } from "./module-page.tsx";

let chooseTab: TabsProps["onChange"];
vi.mock("@mantine/core", async (original) => {
  const mantine = await original<typeof import("@mantine/core")>();
  const Tabs = (props: TabsProps) => {
    chooseTab = props.onChange;
    return <mantine.Tabs {...props} />;
  };
  return { ...mantine, Tabs: Object.assign(Tabs, { ...mantine.Tabs }) };
});

const refuse = async () => err({ code: "not-signed-in", params: {} } as const);
const actions: ModuleActions = {
  restoreRevision: refuse,
  diffRevisions: refuse,
  previewTable: refuse,
  requestReview: refuse,
  approveRevision: refuse,
  requestChanges: refuse,
  startRun: refuse,
  readArtefact: refuse,
  proposeMerges: refuse,
  saveMerges: refuse,
  archiveModule: refuse,
};

it("a draft is opened in the environment that its module is looked at in", async () => {
  const there = { ...module, summary: { ...module.summary, environment: "rehearsal" } };
  for (const [given, href] of [
    [module, "/modules/shop/edit"],
    [there, "/modules/shop/edit?environment=rehearsal"],
  ] as const) {
    const page = <ModulePage module={given} actions={actions} session={sessionOf("data-engineer")} />;
    const html = await renderPage(page, { locale: "en", messages: messages.en, search: "?tab=runs" });
    expect(html).toContain(`href="${href}"`);
  }
});

it("a tab that is chosen before the server has answered in an environment asks again, and no other one does", async () => {
  const there = { ...module, summary: { ...module.summary, environment: "rehearsal" } };
  for (const [given, shallow] of [
    [module, false],
    [there, true],
  ] as const) {
    const written: UrlUpdateEvent[] = [];
    const page = (
      <NuqsTestingAdapter searchParams="?environment=rehearsal" onUrlUpdate={(one) => written.push(one)}>
        <ModulePage module={given} actions={actions} session={sessionOf("data-engineer")} />
      </NuqsTestingAdapter>
    );
    await renderPage(page, { locale: "en", messages: messages.en });
    chooseTab?.("runs");
    await vi.waitFor(() => expect(written).toHaveLength(1));
    expect(written[0]?.queryString).toBe("?environment=rehearsal&tab=runs");
    expect(written[0]?.options).toMatchObject({ history: "push", shallow });
  }
});
