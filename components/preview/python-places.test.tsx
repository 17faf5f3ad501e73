import { afterAll, beforeAll, expect, test } from "vitest";
import { findAnonymizer } from "#lib/anonymizers";
import type { Preview, PythonProgress } from "#lib/contracts";
import { type Json, readDraft } from "#lib/drafting";
import { err, ok } from "#lib/kernel";
import { messages } from "../../lib/web/messages/index.ts";
import { rowsOf } from "../editor/columns/model/rows.ts";
import { RuleSamples } from "../editor/columns/parts/rule-samples.tsx";
import { SuggestionsBar } from "../editor/columns/parts/suggestions-bar.tsx";
import { ScriptResults } from "../editor/inspector/scripts/script-results.tsx";
import { LookButton } from "../editor/inspector/values/look-button.tsx";
import { module, sessionOf } from "../testing/fixtures.ts";
import { renderEditor } from "../testing/render-editor.tsx";
import PreviewTab from "./preview-tab.tsx";
import { whenPythonIsReady } from "./python-progress.ts";

/** Every part of a page that looks at what scripts make says what it waits for. */

const progress: PythonProgress = {
  step: "libraries",
  packages: 0,
  since: "2024-02-29T10:00:00.000Z",
  seconds: 4,
};
const document: Json = {
  name: "visits",
  tables: [
    {
      name: "visits",
      transformation: { language: "python", script: "def transform(df):\n    return df\n" },
      columns: [{ name: "city", datatype: "string", privacyClass: "quasi-identifier" }],
    },
  ],
};
const nothing = () => undefined;
const never = new Promise<never>(() => undefined);
const words = messages.en.preview.python.title;

const over = new AbortController();
beforeAll(() => {
  const told = err({
    code: "python-preparing",
    params: { preparation: "one", ...progress, en: "", ru: "" },
  } as const);
  void whenPythonIsReady(async () => told, {}, { ask: async () => ok({ progress }), signal: over.signal });
});
afterAll(() => over.abort());

const loading = {
  sample: { state: "loading" as const },
  look: nothing,
  mayLook: true,
  isRaw: true,
  isOld: false,
  environment: undefined,
};
const suggestions = {
  isOpen: true,
  open: nothing,
  close: nothing,
  isAll: false,
  setAll: nothing,
  found: new Map(),
  skipped: [],
  running: { table: "visits", done: 0, total: 1 },
  error: undefined,
  looked: 0,
  run: nothing,
  stop: nothing,
  accept: nothing,
  environment: undefined,
};
const [row] = rowsOf(readDraft(document));
const definition = findAnonymizer("redact");
if (!row || !definition) throw new Error("no column");

test.each([
  ["a sample of the inspector", <LookButton key="a" look={loading} />],
  ["what a rule makes of a column", <RuleSamples key="b" definition={definition} given={{}} row={row} />],
  [
    "suggestions",
    <SuggestionsBar
      key="c"
      suggestions={suggestions}
      tables={["visits"]}
      acceptAll={{ count: 0, accept: nothing }}
    />,
  ],
  [
    "a script on a sample",
    <ScriptResults
      key="d"
      table="visits"
      use="transformation"
      language="python"
      result={{ state: "running" }}
      isOld={false}
      inputs={[]}
      input={undefined}
      chooseInput={nothing}
    />,
  ],
  [
    "a preview",
    <PreviewTab
      key="e"
      module={{ ...module, draft: { ...module.draft, document } }}
      session={sessionOf("database-administrator")}
      previewTable={() => never}
      environment={undefined}
    />,
  ],
])("%s says that it waits for Python, and for what", async (_name, part) => {
  const html = await renderEditor(part, { document, locale: "en", role: "database-administrator" });
  expect(html).toContain(words);
  expect(html).toContain(messages.en.preview.python.step.libraries);
});

test("a sample that is looked at again says it beside what was seen before", async () => {
  // Only that there is one counts here.
  const preview = {} as Preview;
  const seen = { ...loading, sample: { ...loading.sample, preview, etag: 1 } };
  const html = await renderEditor(<LookButton look={seen} />, { document, locale: "en" });
  expect(html).toContain(words);
  const known = { ...seen, sample: { ...seen.sample, state: "done" as const } };
  expect(await renderEditor(<LookButton look={known} />, { document, locale: "en" })).not.toContain(words);
});
