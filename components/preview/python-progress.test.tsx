import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Preview, PythonProgress } from "#lib/contracts";
import { type ErrorData, err, locales, ok, type Result } from "#lib/kernel";
import { messages } from "../../lib/web/messages/index.ts";
import type { PreviewAsked } from "../modules/module-actions.ts";
import { renderPage } from "../testing/render-page.tsx";
import { progressOf, whenPythonIsReady } from "./python-progress.ts";
import { PythonWaiting } from "./python-waiting.tsx";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const asked: PreviewAsked = {
  module: "visits",
  table: "visits",
  stage: "transform",
  compare: "stage",
  sample: { kind: "first", rows: 10 },
  offset: 0,
  limit: 10,
};
const progress: PythonProgress = {
  step: "libraries",
  packages: 0,
  since: "2024-02-29T10:00:00.000Z",
  seconds: 4,
};
const preparing = (preparation: string): ErrorData => ({
  code: "python-preparing",
  params: { preparation, ...progress, en: "", ru: "" },
});
// Only what is asked and answered counts here.
const preview = {} as Preview;

/** A server whose answers come one after another. */
function serverOf(answers: readonly Result<Preview, ErrorData>[]) {
  const looks: PreviewAsked[] = [];
  return {
    looks,
    previewTable: async (look: PreviewAsked) => {
      looks.push(look);
      return answers[looks.length - 1] ?? err({ code: "internal", params: {} } as const);
    },
  };
}

test("a preview that Python is made ready for runs by itself, and names what it waited for", async () => {
  const { looks, previewTable } = serverOf([err(preparing("one")), err(preparing("two")), ok(preview)]);
  const questions: string[] = [];
  const ask = async (preparation: string) => {
    questions.push(preparation);
    return ok(questions.length < 3 ? { progress } : {});
  };
  const answer = whenPythonIsReady(previewTable, asked, { ask });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await answer).toEqual(ok(preview));
  expect(questions).toEqual(["one", "one", "one", "two"]);
  expect(looks.map(({ waitedFor }) => waitedFor)).toEqual([undefined, "one", "two"]);
});

test("a look and a lock show each its own progress, and none once nothing waits", async () => {
  const locking = { ...progress, step: "lock" as const };
  const told = (one: PythonProgress) =>
    err({ code: "python-preparing", params: { preparation: one.step, ...one, en: "", ru: "" } } as const);
  let isOver = false;
  const ask = async (step: string) =>
    ok(isOver ? {} : { progress: { ...(step === "lock" ? locking : progress), seconds: 9 } });
  const look = whenPythonIsReady(serverOf([told(progress), ok(preview)]).previewTable, asked, { ask });
  await vi.advanceTimersByTimeAsync(0);
  expect([progressOf("look"), progressOf("lock")]).toEqual([progress, undefined]);
  const lock = serverOf([told(locking), ok(preview)]).previewTable;
  const second = whenPythonIsReady(lock, asked, { ask, kind: "lock" });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(progressOf("look")).toEqual({ ...progress, seconds: 9 });
  expect(progressOf("lock")).toEqual({ ...locking, seconds: 9 });
  isOver = true;
  await vi.advanceTimersByTimeAsync(2_000);
  await Promise.all([look, second]);
  expect([progressOf("look"), progressOf("lock")]).toEqual([undefined, undefined]);
});

test("the reason of a failed installation is the answer", async () => {
  const failure = { code: "python-missing", params: { detail: "pip install" } } as const;
  const { previewTable } = serverOf([err(preparing("one")), err(failure)]);
  const answer = whenPythonIsReady(previewTable, asked, { ask: async () => ok({}) });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await answer).toEqual(err(failure));
});

test("who is not waited for any more asks for nothing, and a server that is silent for a moment is asked again", async () => {
  const dropped = new AbortController();
  const { looks, previewTable } = serverOf([err(preparing("one")), ok(preview)]);
  let questions = 0;
  const ask = async () => {
    questions += 1;
    if (questions === 1) throw new TypeError("no network");
    return ok({ progress });
  };
  const answer = whenPythonIsReady(previewTable, asked, { signal: dropped.signal, ask });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(questions).toBeGreaterThan(1);
  dropped.abort();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await answer).toMatchObject({ ok: false });
  expect(looks).toHaveLength(1);
});

test.each(locales)("what is installed, and since when, is said in %s", async (locale) => {
  vi.useRealTimers();
  const page = (one: PythonProgress) =>
    renderPage(<PythonWaiting progress={one} />, { locale, messages: messages[locale] });
  const html = await page(progress);
  expect(html).toContain("pandas");
  expect(html).toContain('dateTime="2024-02-29T10:00:00.000Z"');
  expect(html).toMatch(locale === "en" ? /4 s/ : /4 с/);
  expect(await page({ ...progress, step: "packages", packages: 3 })).toMatch(
    locale === "en" ? /3 packages/ : /3 пакета/,
  );
  const locking = await page({ ...progress, step: "lock", packages: 2 });
  expect(locking).toContain(messages[locale].preview.python.titleLock);
  expect(locking).toMatch(locale === "en" ? /2 packages come to/ : /для 2 пакетов/);
});
