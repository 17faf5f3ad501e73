import { expect, it } from "vitest";
import { locales } from "#lib/kernel";
import { messages } from "../../lib/web/messages/index.ts";
import { renderPage } from "../testing/render-page.tsx";
import { NextRun } from "./next-run.tsx";

it.each(locales)("tells a module that rests from one with a trigger that rests (%s)", async (locale) => {
  const texts = messages[locale].modules;
  const draw = (paused: number) =>
    renderPage(<NextRun module={{ name: "shop", triggers: { count: 2, paused } }} />, {
      locale,
      messages: messages[locale],
    });
  expect(await draw(0)).not.toContain(texts.onPause);
  const some = await draw(1);
  expect(some).toContain(texts.onEvents);
  expect(some).toMatch(/1 (of|из) 2/);
  const all = await draw(2);
  expect(all).toContain(`>${texts.onPause}<`);
  expect(all).not.toContain(texts.onEvents);
});
