import { expect, it } from "vitest";
import { err } from "#lib/kernel";
import { messages } from "../../lib/web/messages/index.ts";
import { module, sessionOf } from "../testing/fixtures.ts";
import { renderPage } from "../testing/render-page.tsx";
import type { ModuleActions } from "./module-actions.ts";
import { ModulePage } from "./module-page.tsx";

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
