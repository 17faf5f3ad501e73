import { describe, expect, it } from "vitest";
import type { EnvironmentChoice } from "#lib/contracts";
import { type Locale, locales } from "#lib/kernel";
import { messages } from "../../../lib/web/messages/index.ts";
import { ObstacleNotice } from "../../environments/environment-obstacle.tsx";
import { renderEditor } from "../../testing/render-editor.tsx";
import { renderPage } from "../../testing/render-page.tsx";
import { useEditor } from "../store/editor-context.tsx";
import { SaveRevisionForm } from "./save-revision.tsx";
import { TrialDialog } from "./trial-dialog.tsx";

const document = { "@type": "DataModule", format: 2, name: "shop", tables: [] };
const environments: readonly EnvironmentChoice[] = [
  { name: "production", title: "" },
  { name: "test", title: "" },
];
const noop = () => undefined;

function Save() {
  return <SaveRevisionForm editor={useEditor()} close={noop} />;
}

describe.each(locales)("what the editor asks for in an environment, in %s", (locale: Locale) => {
  const words = messages[locale].environments;
  const forms = [
    ["a review", <Save key="save" />],
    ["a trial", <TrialDialog key="trial" close={noop} />],
  ] as const;

  it.each(forms)("%s is asked for where the reader looks, as written first", async (_, form) => {
    const draw = (search: string) => renderEditor(form, { document, locale, search, environments });
    const options = (html: string) =>
      [...html.matchAll(/<option value="([^"]*)"( selected="")?/g)].flatMap(([, value, chosen]) =>
        ["", "production", "test"].includes(value ?? "") ? [[value, chosen !== undefined]] : [],
      );
    expect(options(await draw(""))).toEqual([
      ["", true],
      ["production", false],
      ["test", false],
    ]);
    expect(options(await draw("?environment=test"))).toEqual([
      ["", false],
      ["production", false],
      ["test", true],
    ]);
  });

  it.each(forms)("%s asks nothing of the kind where there is no environment", async (_, form) => {
    expect(await renderEditor(form, { document, locale })).not.toContain(words.environment);
  });

  it("says what is missing there, with the way to bind it", async () => {
    const draw = (environment: string | undefined) =>
      renderPage(
        <ObstacleNotice
          environment={environment}
          obstacle={{ code: "environment-unbound", params: { environment: "test", names: "clinic, lake" } }}
        />,
        { locale, messages: messages[locale] },
      );
    const html = await draw("test");
    for (const part of ["clinic, lake", 'href="/environments/test"', words.obstacle])
      expect(html).toContain(part);
    const written = await draw(undefined);
    expect(written).toContain(words.obstacleAsWritten);
    expect(written).not.toContain("href=");
  });
});
