import { describe, expect, it, vi } from "vitest";
import type { Role } from "#lib/access";
import type { EnvironmentChoice } from "#lib/contracts";
import { type Locale, locales } from "#lib/kernel";
import { messages } from "../../../lib/web/messages/index.ts";
import { ObstacleNotice } from "../../environments/environment-obstacle.tsx";
import { renderEditor } from "../../testing/render-editor.tsx";
import { renderPage } from "../../testing/render-page.tsx";
import { CheckpointsDock } from "../dock/checkpoints-dock.tsx";
import { useEditor } from "../store/editor-context.tsx";
import { EditorBar } from "./editor-bar.tsx";
import { ReadOnlyLine } from "./read-only-line.tsx";
import { SaveRevisionForm } from "./save-revision.tsx";
import { TrialDialog } from "./trial-dialog.tsx";

const document = { "@type": "DataModule", format: 2, name: "shop", tables: [] };
const environments: readonly EnvironmentChoice[] = [
  { name: "production", title: "" },
  { name: "test", title: "" },
];
const noop = () => undefined;
const panels = { outline: true, dock: true, inspector: true };

function Save() {
  return <SaveRevisionForm editor={useEditor()} close={noop} />;
}

/** The same once the page has heard that the draft is the newest revision. */
function Saved() {
  const editor = useEditor();
  const { summary, draft } = editor.module;
  const heard = {
    ...editor.module,
    summary: { ...summary, draftAhead: false },
    draft: { ...draft, etag: 1 },
  };
  return <SaveRevisionForm editor={{ ...editor, module: heard }} close={noop} />;
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

  it("of a draft that is kept already only the review is asked for", async () => {
    const texts = messages[locale].editor.revision;
    const said = texts.revisionSaved.replace("{revision}", "2");
    const fresh = await renderEditor(<Save />, { document, locale });
    expect([fresh.includes(texts.saveAndAsk), fresh.includes(said)]).toEqual([true, false]);
    const kept = await renderEditor(<Saved />, { document, locale });
    expect([kept.includes(texts.saveAndAsk), kept.includes(said)]).toEqual([false, true]);
  });

  it("whoever may look at data chooses whose", async () => {
    const bar = <EditorBar panels={panels} toggle={noop} run={undefined} />;
    const draw = (role: Role, given = environments, search = "") =>
      renderEditor(bar, { document, locale, role, environments: given, search });
    for (const role of ["data-engineer", "database-administrator"] as const) {
      const html = await draw(role);
      const described = /<select[^>]* aria-describedby="([^"]+)"/.exec(html)?.[1] ?? "none";
      expect(html).toMatch(new RegExp(`<div id="${described}"[^>]*>${words.dataOf}</div>`));
    }
    expect(await draw("administrator")).not.toContain(words.dataOf);
    expect(await draw("data-engineer", [])).not.toContain(words.environment);
    // One that is archived by now is still what the address says.
    expect(await draw("data-engineer", [], "?environment=old")).toContain('value="old" selected');
  });

  const waysOut = [
    ["the title", <EditorBar key="bar" panels={panels} toggle={noop} run={undefined} />, ""],
    ["the line of who may not edit", <ReadOnlyLine key="line" />, ""],
    ["the list of checkpoints", <CheckpointsDock key="dock" />, "?tab=history"],
  ] as const;

  it.each(waysOut)("%s leads to the module where the reader looks", async (_, part, search) => {
    const role = part.type === ReadOnlyLine ? "database-administrator" : "data-engineer";
    const draw = (address: string) =>
      renderEditor(part, {
        document,
        locale,
        role,
        mayEdit: role === "data-engineer",
        environments,
        search: address,
      });
    expect(await draw("")).toContain(`href="/modules/shop${search}"`);
    const there = `${search === "" ? "?" : `${search}&amp;`}environment=test`;
    expect(await draw("?environment=test")).toContain(`href="/modules/shop${there}"`);
  });

  it("says what is missing there, with the way to bind it", async () => {
    const draw = (code: string, environment?: string) =>
      renderPage(
        <ObstacleNotice
          environment={environment}
          obstacle={{ code, params: { environment: "test", store: "lake", names: "clinic, lake" } }}
        />,
        { locale, messages: messages[locale] },
      );
    const html = await vi.waitFor(async () => {
      // The words of errors are loaded once the first one is shown.
      const shown = await draw("environment-unbound", "test");
      expect(shown).toContain("clinic, lake");
      return shown;
    });
    for (const part of ['href="/environments/test"', words.obstacle]) expect(html).toContain(part);
    const written = await draw("environment-store-taken");
    expect(written).toContain(words.obstacleAsWritten);
    expect(written).not.toContain("href=");
  });
});
