import { describe, expect, it, vi } from "vitest";
import { err, type Locale, locales } from "#lib/kernel";
import { messages } from "../lib/web/messages/index.ts";
import { VersionPage } from "./catalog/version-page.tsx";
import { HomePage } from "./home/home-page.tsx";
import type { ModuleActions } from "./modules/module-actions.ts";
import { ModulePage } from "./modules/module-page.tsx";
import { RunPage } from "./runs/run-page.tsx";
import { failedRun, module, sessionOf, version } from "./testing/fixtures.ts";
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
const draw = (content: React.ReactNode, locale: Locale, search = "") =>
  renderPage(content, { locale, messages: messages[locale], search });

describe.each(locales)("pages in %s", (locale) => {
  it.each(["data", "columns", "quality", "privacy", "files", "use", "provenance"])(
    "version, tab %s",
    async (tab) => {
      const html = await draw(
        <VersionPage version={version} loadRows={refuse} withdraw={refuse} makeToken={refuse} />,
        locale,
        `?tab=${tab}`,
      );
      expect(html).toContain("9f86d081884c");
      expect(html).toContain(messages[locale].versions.immutable);
    },
  );

  it("version: a program finds a file by its whole address", async () => {
    const html = await draw(
      <VersionPage version={version} loadRows={refuse} withdraw={refuse} makeToken={refuse} />,
      locale,
      "?tab=use&table=customers",
    );
    expect(html).toContain("http://127.0.0.1/modules/shop/versions/2/files/customers.parquet");
  });

  it("version: every figure of the reports has a place", async () => {
    const texts = messages[locale].versions;
    const tab = (name: string) =>
      draw(
        <VersionPage version={version} loadRows={refuse} withdraw={refuse} makeToken={refuse} />,
        locale,
        `?tab=${name}`,
      );
    const quality = await tab("quality");
    for (const outcome of ["passed", "violated", "not-comparable"] as const)
      expect(quality).toContain(`>${texts.verdictOutcome[outcome]}<`.slice(1));
    expect(quality).toContain(locale === "en" ? ">0.3125<" : ">0,3125<");
    expect(quality).toContain(texts.reasons);
    for (const topic of ["table-checks/previous-drift", "checks/pattern"])
      expect(quality).toContain(`href="/help/${topic}"`);
    const privacy = await tab("privacy");
    for (const part of ["etlx:generalize-date", "37", "91", "16", 'href="/help/anonymization/pseudonymize"'])
      expect(privacy).toContain(part);
    expect(await tab("columns")).toContain("1963-05-01");
  });

  it("run: shows what checks of tables as a whole found", async () => {
    const run = { ...failedRun, error: undefined, state: "succeeded" as const, reports: version.reports };
    const html = await draw(<RunPage run={run} cancel={refuse} retry={refuse} />, locale);
    expect(html).toContain(messages[locale].versions.verdictOutcome["not-comparable"]);
    expect(html).toContain('href="/help/table-checks/row-count"');
  });

  it("version: small counts are never exact", async () => {
    const html = await draw(
      <VersionPage version={version} loadRows={refuse} withdraw={refuse} makeToken={refuse} />,
      locale,
      "?tab=quality",
    );
    expect(html).toContain(locale === "en" ? "fewer than 5" : "меньше 5");
  });

  it("run: a failure opens at its cause, with place and remedy", async () => {
    const html = await draw(<RunPage run={failedRun} cancel={refuse} retry={refuse} />, locale);
    expect(html.indexOf('role="alert"')).toBeLessThan(html.indexOf('role="log"'));
    for (const part of [
      "customers",
      "email",
      "pattern",
      "too-many-rejected",
      messages[locale].runs.remedy.data,
    ])
      expect(html).toContain(part);
    expect(html).not.toContain("/quarantine?");
  });

  it.each(["overview", "values", "history", "review", "runs", "versions"])("module, tab %s", async (tab) => {
    const html = await draw(
      <ModulePage module={module} actions={actions} session={sessionOf("data-engineer")} />,
      locale,
      `?tab=${tab}`,
    );
    expect(html).toContain(messages[locale].modules.try);
    if (tab === "overview") expect(html).toContain(module.draft.diagnostics[0]?.message[locale]);
  });

  it("review: offers the decision to a database administrator alone, and not before all is acknowledged", async () => {
    const approve = `>${messages[locale].modules.approve}<`;
    const engineer = await draw(
      <ModulePage module={module} actions={actions} session={sessionOf("data-engineer")} />,
      locale,
      "?tab=review",
    );
    expect(engineer).not.toContain(approve);
    const reviewer = await draw(
      <ModulePage module={module} actions={actions} session={sessionOf("database-administrator")} />,
      locale,
    );
    expect(reviewer).toContain(approve);
    const button = reviewer.slice(0, reviewer.indexOf(approve)).lastIndexOf("<button");
    expect(reviewer.slice(button, reviewer.indexOf(approve))).toContain("disabled");
  });

  it("home: shows what waits, and the next step where nothing happened yet", async () => {
    const nothing = {
      reviews: [],
      drafts: [],
      changesRequested: [],
      failedRuns: [],
      recentRuns: [],
      recentVersions: [],
    };
    expect(await draw(<HomePage home={nothing} session={sessionOf("data-engineer")} />, locale)).toContain(
      "/modules/new",
    );
    const busy = await draw(
      <HomePage home={{ ...nothing, failedRuns: [failedRun] }} session={sessionOf("data-engineer")} />,
      locale,
    );
    expect(busy).toContain(`/runs/${failedRun.id}`);
  });
});
