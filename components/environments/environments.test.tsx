import { describe, expect, it } from "vitest";
import type { EnvironmentView, ModuleDetail } from "#lib/contracts";
import { err, type Locale, locales } from "#lib/kernel";
import { messages } from "../../lib/web/messages/index.ts";
import { VersionTable } from "../catalog/version-table.tsx";
import { RunButtons } from "../modules/run-buttons.tsx";
import { ReviewTab } from "../reviews/review-tab.tsx";
import { module, version } from "../testing/fixtures.ts";
import { renderPage } from "../testing/render-page.tsx";
import { formatBytes } from "../ui/format.ts";
import { EnvironmentField } from "./environment-field.tsx";
import { EnvironmentList } from "./environment-list.tsx";
import { EnvironmentPage } from "./environment-page.tsx";

const refuse = async () => err({ code: "not-signed-in", params: {} } as const);
const draw = (content: React.ReactNode, locale: Locale) =>
  renderPage(content, { locale, messages: messages[locale] });

const environment: EnvironmentView = {
  name: "test",
  title: "For trying",
  createdAt: "2026-01-05T10:00:00.000Z",
  bound: 2,
  ready: ["visits"],
  unready: ["shop"],
  sources: [
    {
      name: "clinic",
      place: "clinic-test",
      kind: "postgresql",
      state: { kind: "postgresql", archived: false },
      usedBy: ["visits"],
    },
    { name: "shop", kind: "sqlite", usedBy: ["shop"] },
  ],
  stores: [
    {
      name: "lake",
      place: "lake-old",
      state: { kind: "folder", archived: true, usedBytes: 2048 },
      usedBy: ["visits", "shop"],
    },
  ],
  sourceChoices: [
    { name: "clinic", title: "", kind: "postgresql" },
    { name: "clinic-test", title: "Copy", kind: "postgresql" },
    { name: "shop", title: "", kind: "sqlite" },
  ],
  storeChoices: [
    { name: "lake", title: "", kind: "s3", environment: "live" },
    { name: "shelf", title: "", kind: "folder" },
  ],
  modules: [
    { module: "shop", title: "", sources: ["shop"], stores: [] },
    { module: "visits", title: "", sources: [], stores: [] },
  ],
};
const kinds = {
  source: [{ id: "postgresql", title: "PostgreSQL" }],
  store: [{ id: "folder", title: "A folder" }],
};
const actions = { archive: refuse, bind: refuse, update: refuse };

/** What a select offers, by its name for screen readers. */
const offered = (html: string, label: string): string[] => {
  const select = html.match(/<select[^>]*>.*?<\/select>/gs)?.find((one) => one.includes(`"${label}"`)) ?? "";
  return [...select.matchAll(/<option value="([^"]*)"/g)].map(([, value = ""]) => value);
};

describe.each(locales)("environments in %s", (locale) => {
  const texts = messages[locale].environments;
  const nameOf = (name: string) =>
    texts.meansOf.replace("{name}", name).replace("{environment}", environment.name);

  it("lists them with what each misses, and explains itself where there is none", async () => {
    const html = await draw(<EnvironmentList environments={[environment]} create={refuse} />, locale);
    expect(html).toContain('href="/environments/test"');
    expect(html).toContain(texts.add);
    expect(await draw(<EnvironmentList environments={[environment]} />, locale)).not.toContain(texts.add);
    expect(await draw(<EnvironmentList environments={[]} />, locale)).toContain(texts.emptyText);
  });

  it("offers for a name sources of its kind, and stores that serve no other environment", async () => {
    const html = await draw(
      <EnvironmentPage environment={environment} kinds={kinds} actions={actions} mayManage={true} />,
      locale,
    );
    expect(offered(html, nameOf("clinic"))).toEqual(["", "clinic", "clinic-test"]);
    expect(offered(html, nameOf("shop"))).toEqual(["", "shop"]);
    // One that is archived by now is still what is bound.
    expect(offered(html, nameOf("lake"))).toEqual(["", "shelf", "lake-old"]);
    expect(html.split(`>${texts.unbound}<`)).toHaveLength(2);
    expect(html).toContain(`>${texts.archive}<`);
    expect(html).toContain(texts.missing);
    expect(html).toContain('href="/modules/shop"');
  });

  it("only shows the bindings to those who may not change them", async () => {
    const html = await draw(
      <EnvironmentPage environment={environment} kinds={kinds} actions={actions} mayManage={false} />,
      locale,
    );
    expect(html).not.toContain("<select");
    expect(html).toContain('href="/sources/clinic-test"');
    // As the lists of sources and stores show them.
    for (const part of ["PostgreSQL", "A folder", formatBytes(2048, locale)]) expect(html).toContain(part);
    expect(html.indexOf(messages[locale].common.archived)).toBeGreaterThan(html.indexOf("PostgreSQL"));
    expect(html).not.toContain(`>${texts.archive}<`);
  });

  it("asks where something runs only where there is a choice", async () => {
    const field = (environments: { name: string; title: string }[], value?: string) =>
      draw(
        <EnvironmentField environments={environments} value={value} onChange={() => undefined} isInline />,
        locale,
      );
    expect(await field([])).not.toContain("<select");
    const html = await field([{ name: "test", title: "" }]);
    expect(offered(html, texts.environment)).toEqual(["", "test"]);
    expect(html).toContain(texts.asWritten);
    // An archived one that an address still names.
    expect(offered(await field([], "old"), texts.environment)).toEqual(["", "old"]);
  });

  it("says where a version was made, where a review counts and what stands in its way", async () => {
    const versions = await draw(
      <VersionTable
        versions={[
          { ...version, environment: "test" },
          { ...version, number: 1 },
        ]}
      />,
      locale,
    );
    expect(versions.split(">test<")).toHaveLength(2);
    const params = { environment: "test", names: "lake" };
    const review: ModuleDetail["review"] = module.review && {
      ...module.review,
      environment: "test",
      bindings: [{ name: "clinic", place: "clinic-test" }],
      obstacle: { code: "environment-unbound", params },
      refusal: "environment-unbound",
    };
    const reviewed: ModuleDetail = { ...module, ...(review ? { review } : {}) };
    const tab = { requestReview: refuse, approveRevision: refuse, requestChanges: refuse };
    const html = await draw(<ReviewTab module={reviewed} actions={tab} mayRequest mayDecide />, locale);
    expect(html).toContain(texts.obstacle);
    expect(html).toContain("clinic → clinic-test");
    const buttons = await draw(
      <RunButtons
        summary={{ ...module.summary, environment: "test", state: "approved" }}
        parameters={[]}
        startRun={refuse}
      />,
      locale,
    );
    expect(buttons).toContain(messages[locale].modules.publish);
  });
});
