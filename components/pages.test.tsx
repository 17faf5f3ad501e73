import { describe, expect, it, vi } from "vitest";
import { err, type Locale, locales } from "#lib/kernel";
import { messages } from "../lib/web/messages/index.ts";
import { VersionPage } from "./catalog/version-page.tsx";
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
        <VersionPage
          version={version}
          loadRows={refuse}
          withdraw={refuse}
          keep={refuse}
          makeToken={refuse}
        />,
        locale,
        `?tab=${tab}`,
      );
      expect(html).toContain("9f86d081884c");
      expect(html).toContain(messages[locale].versions.immutable);
    },
  );

  it("version: a withdrawn one says why once, and offers no row and no file", async () => {
    const reason = "Published by mistake";
    const withdrawn = { at: "2026-01-05T10:00:00.000Z", by: undefined, reason };
    const tab = (name: string) =>
      draw(
        <VersionPage
          version={{ ...version, withdrawn }}
          loadRows={refuse}
          withdraw={refuse}
          keep={refuse}
          makeToken={refuse}
        />,
        locale,
        `?tab=${name}`,
      );
    for (const name of ["data", "files", "provenance"])
      expect((await tab(name)).split(reason).length - 1, name).toBe(1);
    expect(await tab("data")).toContain(messages[locale].versions.withdrawnRows);
    expect(await tab("files")).not.toContain('href="/modules/shop/versions/2/files/');
  });

  it("version: a program finds a file by its whole address", async () => {
    const html = await draw(
      <VersionPage version={version} loadRows={refuse} withdraw={refuse} keep={refuse} makeToken={refuse} />,
      locale,
      "?tab=use&table=customers",
    );
    expect(html).toContain("http://127.0.0.1/modules/shop/versions/2/files/customers.parquet");
  });

  it("version: every figure of the reports has a place", async () => {
    const texts = messages[locale].versions;
    const tab = (name: string) =>
      draw(
        <VersionPage
          version={version}
          loadRows={refuse}
          withdraw={refuse}
          keep={refuse}
          makeToken={refuse}
        />,
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

  it("run and version: what reading cost its sources, in words", async () => {
    const run = { ...failedRun, error: undefined, state: "succeeded" as const, reports: version.reports };
    const pages = [
      await draw(<RunPage run={run} cancel={refuse} retry={refuse} />, locale),
      await draw(
        <VersionPage
          version={version}
          loadRows={refuse}
          withdraw={refuse}
          keep={refuse}
          makeToken={refuse}
        />,
        locale,
        "?tab=provenance",
      ),
    ];
    const words =
      locale === "en" ? ["4.2 MB", "1 min 15 sec", "1 min 2 sec"] : ["4,2 МБ", "1 мин 15 с", "1 мин 2 с"];
    for (const html of pages) {
      expect(html).toContain(messages[locale].versions.sourceCosts);
      for (const part of words) expect(html.replaceAll("\u00a0", " ")).toContain(part);
    }
    const provenance = {
      ...version.reports.provenance,
      sources: version.reports.provenance.sources.map(({ cost: _, ...source }) => source),
    };
    const earlier = { ...run, reports: { ...version.reports, provenance } };
    expect(await draw(<RunPage run={earlier} cancel={refuse} retry={refuse} />, locale)).not.toContain(
      messages[locale].versions.sourceCosts,
    );
  });

  it("version: small counts are never exact", async () => {
    const html = await draw(
      <VersionPage version={version} loadRows={refuse} withdraw={refuse} keep={refuse} makeToken={refuse} />,
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

  it("module, in an environment: its draft is opened where its page was", async () => {
    const there = { ...module, summary: { ...module.summary, environment: "rehearsal" } };
    for (const [given, href] of [
      [module, "/modules/shop/edit"],
      [there, "/modules/shop/edit?environment=rehearsal"],
    ] as const) {
      const page = <ModulePage module={given} actions={actions} session={sessionOf("data-engineer")} />;
      expect(await draw(page, locale, "?tab=runs")).toContain(`href="${href}"`);
    }
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

  it("an identifier that nobody knows of is a warning with its column: in the report, and where it is approved", async () => {
    const reason = { en: "nobody knows what it holds", ru: "неизвестно, что в ней" };
    const found = { table: "customers", column: "remark", status: "unknown" as const, reason };
    const identifiers = ["A", "R"].map((code) => ({
      code,
      label: { en: code, ru: code },
      status: "unknown" as const,
      columns: [found, { ...found, column: "phone", status: "met" as const }],
    }));
    const report = { verdict: "undecided" as const, sampleRows: 500, counted: "all" as const, identifiers };
    const title = /HIPAA Safe Harbor (?:is undecided|не решён)/;
    const privacy = (chosen: boolean, shown = identifiers) =>
      draw(
        <VersionPage
          version={{
            ...version,
            reports: {
              ...version.reports,
              privacy: { ...version.reports.privacy, safeHarbor: { ...report, identifiers: shown, chosen } },
            },
          }}
          loadRows={refuse}
          withdraw={refuse}
          keep={refuse}
          makeToken={refuse}
        />,
        locale,
        "?tab=privacy",
      );
    const warned = /<div class="[^"]*warn[^"]*" role="note"/;
    const chosen = (await privacy(true)).replaceAll("<!-- -->", "");
    expect(chosen).toMatch(title);
    expect(chosen).toMatch(warned);
    expect(chosen).toContain("customers.remark");
    expect(chosen).toContain("(A, R)");
    expect(chosen).not.toContain("customers.phone</code> (");
    const other = await privacy(false);
    expect(other).toMatch(title);
    expect(other).not.toMatch(warned);
    expect(await privacy(true, [])).not.toMatch(title);

    const review = (safeHarbor: NonNullable<typeof module.review>["safeHarbor"]) =>
      draw(
        <ModulePage
          module={module.review ? { ...module, review: { ...module.review, safeHarbor } } : module}
          actions={actions}
          session={sessionOf("database-administrator")}
        />,
        locale,
        "?tab=review",
      );
    const undecided = [{ table: "customers", column: "remark", codes: ["A", "R"], reasons: [reason] }];
    expect(await review({ undecided })).toMatch(title);
    expect(await review({ undecided: [] })).not.toMatch(title);
    const untried = messages[locale].modules.safeHarborUntried;
    expect(await review({})).toContain(untried);
    expect(await review(undefined)).not.toContain(untried);
  });
});
