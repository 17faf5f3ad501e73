import { expect, test } from "vitest";
import { err, locales } from "#lib/kernel";
import { messages } from "../../lib/web/messages/index.ts";
import { module, sessionOf } from "../testing/fixtures.ts";
import { renderPage } from "../testing/render-page.tsx";
import { chosenCluster, MergesList } from "./merges-list.tsx";
import ValuesTab from "./values-tab.tsx";

const cluster = { to: "Екатеринбург", from: ["Екатиринбург", "екатеринбург"], rows: 3 };

test("a new spelling changes the most frequent one too, and no value is written as itself", () => {
  expect(chosenCluster(cluster, "Екатеринбург")).toEqual({ to: "Екатеринбург", from: cluster.from });
  expect(chosenCluster(cluster, "Ekaterinburg").from).toEqual([...cluster.from, "Екатеринбург"]);
  expect(chosenCluster(cluster, "екатеринбург").from).toEqual(["Екатиринбург", "Екатеринбург"]);
});

const refuse = async () => err({ code: "not-signed-in", params: {} } as const);
const actions = { readArtefact: refuse, proposeMerges: refuse, saveMerges: refuse };

test.each(locales)("what is found is shown with its counts, unchosen, in %s", async (locale) => {
  const found = {
    table: "t",
    column: "c",
    rows: 5,
    isComplete: true,
    distinct: 4,
    clusters: [cluster],
    more: 2,
  };
  const list = <MergesList found={found} isBusy={false} save={() => undefined} />;
  const html = await renderPage(list, { locale, messages: messages[locale] });
  for (const value of [cluster.to, ...cluster.from]) expect(html).toContain(value);
  expect(html).not.toContain("checked");
  expect(html.match(/disabled/g)?.length).toBeGreaterThan(0);
  const none = <MergesList found={{ ...found, clusters: [] }} isBusy={false} save={() => undefined} />;
  expect(await renderPage(none, { locale, messages: messages[locale] })).toContain(
    messages[locale].modules.noMerges,
  );
});

test.each(locales)(
  "an engineer is told who may look, a database administrator is offered to, in %s",
  async (locale) => {
    const reference = { artefact: `hmac-sha256:${"a".repeat(64)}`, count: 41 };
    const document = {
      tables: [
        {
          name: "people",
          columns: [{ name: "town", normalize: [{ rule: "map-values", with: { pairs: reference } }] }],
        },
      ],
    };
    const shown = { ...module, draft: { ...module.draft, document } };
    const draw = (role: "data-engineer" | "database-administrator") =>
      renderPage(<ValuesTab module={shown} actions={actions} session={sessionOf(role)} />, {
        locale,
        messages: messages[locale],
      });
    const words = messages[locale].modules;
    const [engineer, administrator] = [await draw("data-engineer"), await draw("database-administrator")];
    for (const html of [engineer, administrator]) {
      expect(html).toContain("people.town");
      expect(html).toContain("41");
      expect(html).not.toContain("hmac");
    }
    expect(engineer).toContain(words.mergesForbiddenText);
    expect(engineer).not.toContain(words.lookForMerges);
    expect(administrator).toContain(words.lookForMerges);
    expect(administrator).toContain(words.lookAt.replace("{where}", "people.town"));
  },
);
